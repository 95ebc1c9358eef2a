import { ValueError } from '../index';

const IDENTIFIERS =
  /^-?[a-z_\u0080-\uffff][\w\u0080-\uffff-]*( +-?[a-z_\u0080-\uffff][\w\u0080-\uffff-]*)*$/i;
const QUOTED = /^"[^"\\\n\r\f]*"$|^'[^'\\\n\r\f]*'$/;
/** Commas that are not inside a string. */
const COMMA = /,(?=(?:[^"']|"[^"]*"|'[^']*')*$)/;
/** Some thirty families; where the last string is told from the next, each comma looks at all that follows. */
const MAX_UNITS = 1_000;
const SHOWN_UNITS = 80;

/**
 * Families of a CSS list, each as CSS writes it. Throws `ValueError`, which names what is listed, for one that is no CSS: it would
 * void the whole list.
 */
export function familiesOf(what: string, list: string): string[] {
  if (list.length > MAX_UNITS) {
    throw new ValueError(
      `${what} ${shown(list)} has ${list.length} units; name a few, in ${MAX_UNITS} at most`,
    );
  }
  return list.split(COMMA).map((part) => {
    const name = part.trim();
    if (QUOTED.test(name) || IDENTIFIERS.test(name)) return name;
    throw new ValueError(
      `${what} ${shown(name)} is no CSS; quote a name with digits or signs, as in '"Source Sans 3"'`,
    );
  });
}

function shown(name: string): string {
  return `'${name.length > SHOWN_UNITS ? `${name.slice(0, SHOWN_UNITS)}…` : name}'`;
}

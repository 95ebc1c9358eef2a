import { stateVariants, styleProperties } from './style-leaves';
import { textLooks } from './text-style';

/** What people write who know it by another name, in small letters. */
const otherNames: Readonly<Record<string, string>> = {
  radius: 'borderRadius',
  shadow: 'boxShadow',
  grow: 'flexGrow',
  wrap: 'flexWrap',
  shrink: 'flexShrink',
  visibility: 'visible',
  gridgap: 'gap',
  gridcolumngap: 'columnGap',
  gridrowgap: 'rowGap',
  backgroundcolor: 'fill',
  backgroundimage: 'gradient, or an image() of its own',
};

const borderOf = (side: string) => `border${side}Width and border${side}Color`;
const fixedSides = (name: string) =>
  `${name}Left and ${name}Right: sides do not follow the direction`;
const upright = (name: string) => `${name}Top and ${name}Bottom`;

/** What CSS says in one property and we in several, or not at all. */
const instead: Readonly<Record<string, string>> = {
  active: 'pressed to defineStyle',
  hovered: 'hover to defineStyle',
  color: 'fill, or setTextColor for a text',
  fontstyle: 'italic to setTextStyle',
  flex: 'flexGrow, flexShrink and flexBasis',
  flexflow: 'flexDirection and flexWrap',
  inset: 'left, top, right and bottom',
  insetinline: 'left and right',
  insetblock: 'top and bottom',
  placeitems: 'alignItems and justifyItems',
  placecontent: 'alignContent and justifyContent',
  placeself: 'alignSelf and justifySelf',
  grid: 'gridTemplateRows, gridTemplateColumns and their like',
  gridtemplate: 'gridTemplateRows, gridTemplateColumns and gridTemplateAreas',
  marginblock: upright('margin'),
  marginblockstart: 'marginTop',
  marginblockend: 'marginBottom',
  margininline: fixedSides('margin'),
  margininlinestart: fixedSides('margin'),
  margininlineend: fixedSides('margin'),
  paddingblock: upright('padding'),
  paddingblockstart: 'paddingTop',
  paddingblockend: 'paddingBottom',
  paddinginline: fixedSides('padding'),
  paddinginlinestart: fixedSides('padding'),
  paddinginlineend: fixedSides('padding'),
  background: 'fill, a colour',
  border: borderOf(''),
  borderleft: borderOf('Left'),
  bordertop: borderOf('Top'),
  borderright: borderOf('Right'),
  borderbottom: borderOf('Bottom'),
  overflowx: 'overflow, for both directions',
  overflowy: 'overflow, for both directions',
};

/** What to say about a name that is no style property's. */
export function unknownProperty(name: string): string {
  const start = `style property '${name}' is not known; `;
  if (name === 'breakpoints' || stateVariants.includes(name)) {
    return `${start}variants stand at the top of what defineStyle takes`;
  }
  const plain = name.toLowerCase().replaceAll(/[-_]/g, '');
  if (Object.hasOwn(instead, plain)) return `${start}give ${instead[plain]}`;
  const ofText = Object.keys(textLooks).find((look) => look.toLowerCase() === plain);
  if (ofText) return `${start}it is of texts alone: give ${ofText} to setTextStyle`;
  const close = closest(plain);
  return start + (close ? `did you mean '${close}'?` : 'see the Style type for those there are');
}

function closest(name: string): string | undefined {
  if (Object.hasOwn(otherNames, name)) return otherNames[name];
  // Two letters swapped are two wrong ones; of a long name a third may be wrong.
  let best = Math.max(name.length > 3 ? 2 : 1, Math.floor(name.length / 3)) + 1;
  let found: string | undefined;
  for (const known of styleProperties.keys()) {
    const distance = editDistance(name, known.toLowerCase());
    if (distance >= best) continue;
    best = distance;
    found = known;
  }
  return found;
}

/** Fewest letters to change, drop or add that make one word the other. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i++) {
    const line = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = above[j]! + (a[i] === b[j] ? 0 : 1);
      line.push(Math.min(change, above[j + 1]! + 1, line[j]! + 1));
    }
    above = line;
  }
  return above[b.length]!;
}

import path from 'node:path';
import { parseSync } from 'vite';

/** All files of src by path from the repository's root, such as `src/ecs/world.ts`. */
export type Sources = Record<string, string>;

/** What may be imported besides the leaves of this list; read from package.json by the test. */
export type Packages = { allowed: readonly string[] };

export type Violation = { file: string; line: number; rule: string; message: string };

type Import = {
  specifier: string;
  line: number;
  /** `value` runs the target at load time, `type` vanishes, `lazy` runs later: import() and worker URLs. */
  kind: 'value' | 'type' | 'lazy';
};

type Node = { type: string; start: number; [key: string]: unknown };

const LEAVES = ['structures', 'statistics'];
/** Loaded on demand by the core, so that it is no part of it. */
const MOVES = 'row-moves';
const CORE = ['structures', 'statistics', 'ecs', 'ecs/stores', MOVES, 'systems/*', 'ui', 'table'];
const LOW = ['ecs', 'ecs/stores', ...LEAVES];
const PARTS = [...LOW, 'systems/*', 'ui', 'render', 'worker', 'a11y', 'async', 'network', 'data'];
const WIRED = [...PARTS, 'opentelemetry'];

/** Which folders a folder may import, besides itself. This list is the house: see ARCHITECTURE.md. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  structures: [],
  statistics: [],
  ecs: ['ecs/stores', ...LEAVES],
  'ecs/stores': ['ecs', ...LEAVES],
  'row-moves': LOW,
  'systems/*': [MOVES, ...LOW],
  ui: LOW,
  table: ['ui', MOVES, ...LOW],
  render: ['systems/render-batching', ...LOW],
  worker: LOW,
  a11y: LOW,
  async: LOW,
  network: ['async', ...LOW],
  data: [MOVES, ...LOW],
  memory: LOW,
  opentelemetry: LOW,
  // And every `tunables.ts`, see `checkFolders`.
  tuning: LOW,
  benchmark: LEAVES,
  app: WIRED,
  testing: ['app', 'benchmark', ...WIRED],
  '.': ['app', ...WIRED],
};

/** Packages that one folder alone may import. */
const OWNERS: Record<string, string> = {
  'pixi.js': 'render',
  tweakpane: 'tuning',
  '@tweakpane/core': 'tuning',
  uplot: 'tuning',
  tinybench: 'benchmark',
  playwright: 'benchmark',
  vite: 'benchmark',
  cockatiel: 'network',
  'apache-arrow': 'data',
  hyparquet: 'data',
  'hyparquet-compressors': 'data',
  '@opentelemetry/api': 'opentelemetry',
};

/** The command loads bench files that are named on its command line. */
const LOADS_FILES = 'src/benchmark/node/';

/** Parts of src that Node alone runs, or that ask for it when they are there. */
const RUNS_IN_NODE = ['src/data/', 'src/benchmark/node/'];

/** Names a core folder never mentions: the host hands in ports instead. */
const HOST_NAMES = [
  'window',
  'document',
  'performance',
  'requestAnimationFrame',
  'cancelAnimationFrame',
];
const HOST_MEMBERS: Record<string, readonly string[]> = {
  Math: ['random'],
  Date: ['now'],
  globalThis: HOST_NAMES,
  self: HOST_NAMES,
};

/** Properties that turn strings into markup. */
const MARKUP = ['innerHTML', 'outerHTML', 'insertAdjacentHTML'];

// DESIGN: a system's file aims at 150 lines.
const SYSTEM_FILE_LINES = 400;

/** Every rule of the house over these files. An empty list means that all hold. */
export function checkSources(sources: Sources, packages: Packages): Violation[] {
  const violations: Violation[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, text] of Object.entries(sources)) {
    const report = (line: number, rule: string, message: string) =>
      violations.push({ file, line, rule, message });
    if (!file.endsWith('.ts')) continue;
    const program = parse(file, text, report);
    if (!program) continue;
    const imports = readImports(program, text);
    checkFolders(file, imports, sources, report);
    checkPackages(file, imports, packages, report);
    checkForm(file, text, program, report);
    checkNames(file, text, program, report);
    graph.set(
      file,
      imports
        .filter((entry) => entry.kind === 'value' && isRelative(entry.specifier))
        .map((entry) => resolveImport(file, entry.specifier, sources))
        .filter((target) => target !== undefined),
    );
  }
  for (const cycle of findCycles(graph)) {
    const [file = ''] = cycle;
    violations.push({ file, line: 1, rule: 'cycle', message: [...cycle, file].join(' -> ') });
  }
  return violations;
}

type Report = (line: number, rule: string, message: string) => void;

function parse(file: string, text: string, report: Report): Node | undefined {
  const { program, errors } = parseSync(file, text);
  for (const error of errors) report(1, 'syntax', error.message);
  return errors.length > 0 ? undefined : (program as unknown as Node);
}

function readImports(program: Node, text: string): Import[] {
  const imports: Import[] = [];
  visit(program, (node) => {
    const line = lineAt(text, node.start);
    const specifier = stringValue(node.source);
    switch (node.type) {
      case 'ImportDeclaration':
        imports.push({
          specifier: specifier ?? '',
          line,
          kind: node.importKind === 'type' ? 'type' : 'value',
        });
        break;
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (specifier === undefined) break;
        imports.push({ specifier, line, kind: node.exportKind === 'type' ? 'type' : 'value' });
        break;
      case 'TSImportType':
        imports.push({ specifier: specifier ?? '', line, kind: 'type' });
        break;
      case 'ImportExpression':
        // Without a literal nobody can say what is imported: an empty specifier is reported.
        imports.push({ specifier: specifier ?? '', line, kind: 'lazy' });
        break;
      case 'NewExpression': {
        const target = moduleUrl(node);
        if (target !== undefined) imports.push({ specifier: target, line, kind: 'lazy' });
        break;
      }
    }
  });
  return imports;
}

/** The path in `new URL('./x.ts', import.meta.url)`, which is how workers are named. */
function moduleUrl(node: Node): string | undefined {
  const [target, base] = node.arguments as Node[];
  if (identifierName(node.callee) !== 'URL' || base?.type !== 'MemberExpression') return undefined;
  const specifier = stringValue(target);
  return specifier && /\.[jt]s$/.test(specifier) ? specifier : undefined;
}

function checkFolders(file: string, imports: Import[], sources: Sources, report: Report) {
  const folder = folderOf(file);
  if (folder === undefined) {
    report(1, 'folder', 'is in no folder of the house; see MAY_IMPORT in tests/architecture');
    return;
  }
  for (const { specifier, line } of imports) {
    if (!isRelative(specifier)) continue;
    const target = resolveImport(file, specifier, sources);
    if (target === undefined) {
      report(line, 'resolve', `${specifier} is no file of src`);
      continue;
    }
    const targetFolder = folderOf(target);
    if (targetFolder === undefined || targetFolder === folder) continue;
    // The stores live inside ecs and are written with its parts; everyone else goes through an index.
    if (folder === 'ecs/stores' && targetFolder === 'ecs') continue;
    const tunables = folder === 'tuning' && path.posix.basename(target) === 'tunables.ts';
    if (tunables) continue;
    if (!mayImport(folder, targetFolder)) {
      report(line, 'folder', `${folder} must not import ${targetFolder} (${specifier})`);
    } else if (target !== indexOf(targetFolder) && !secondDoors.includes(target)) {
      report(line, 'index', `import from ${indexOf(targetFolder)}, not from ${target}`);
    }
  }
}

/** Rooms whose index loads what not everyone has, Pixi or tinybench, have a second door for what does without. */
const secondDoors = [
  'src/app/app.ts',
  'src/render/null.ts',
  'src/benchmark/heap-slope.ts',
  // What apps load when they first submit a managed task, without the rest of the entry.
  'src/async/app-tasks.ts',
  // What memory loads of the parts that can give some back.
  'src/ecs/spare-rows.ts',
  'src/structures/spare-room.ts',
  'src/structures/spare-runs.ts',
  'src/structures/spare-shelves.ts',
  'src/systems/images/spare-images.ts',
  'src/systems/render-batching/spare-records.ts',
  'src/systems/text/spare-glyphs.ts',
  'src/systems/text/spare-texts.ts',
];

function mayImport(from: string, to: string): boolean {
  const allowed = MAY_IMPORT[from.replace(/^systems\/.*/, 'systems/*')] ?? [];
  return allowed.includes(to) || (to.startsWith('systems/') && allowed.includes('systems/*'));
}

function checkPackages(file: string, imports: Import[], packages: Packages, report: Report) {
  const folder = folderOf(file) ?? '';
  for (const { specifier, line, kind } of imports) {
    if (isRelative(specifier)) continue;
    const name = packageName(specifier);
    const owner = OWNERS[name];
    if (specifier === '' && !file.startsWith(LOADS_FILES)) {
      report(line, 'package', 'import() takes a literal');
    } else if (specifier === '') {
      // Nobody can say what it is.
    } else if (LEAVES.includes(folder)) {
      report(line, 'package', `${folder} imports nothing, not even ${name}`);
    } else if (owner !== undefined && owner !== folder) {
      report(line, 'package', `only src/${owner} imports ${name}`);
    } else if (name.startsWith('node:')) {
      if (!RUNS_IN_NODE.some((part) => file.startsWith(part))) {
        report(line, 'package', `only ${RUNS_IN_NODE.join(' and ')} import ${name}`);
      }
    } else if (!packages.allowed.includes(name) && !(kind === 'type' && owner === folder)) {
      report(line, 'package', `${name} is neither a dependency nor a peer in package.json`);
    }
  }
}

function checkForm(file: string, text: string, program: Node, report: Report) {
  visit(program, (node) => {
    const line = lineAt(text, node.start);
    if (node.type === 'ExportAllDeclaration') {
      report(line, 'export-all', 'name what is exported; no export *');
    } else if (node.type === 'ExportDefaultDeclaration') {
      report(line, 'default-export', 'no default exports');
    } else if (node.type === 'ExportSpecifier' && nameOf(node.exported) === 'default') {
      report(line, 'default-export', 'no default exports');
    }
  });
  if (!file.startsWith('src/systems/')) return;
  const lines = text.trimEnd().split('\n').length;
  if (lines > SYSTEM_FILE_LINES) {
    report(SYSTEM_FILE_LINES, 'length', `${lines} lines; at most ${SYSTEM_FILE_LINES}`);
  }
  if (file !== indexOf(folderOf(file) ?? '')) return;
  for (const statement of program.body as Node[]) {
    if (statement.type === 'ExportNamedDeclaration' && statement.source) continue;
    if (statement.type === 'ExportAllDeclaration') continue;
    report(
      lineAt(text, statement.start),
      'index',
      'a system’s index.ts holds named re-exports only',
    );
  }
}

/** Files whose objects are asked for each row or each record. */
const CALLED_FOR_ROWS =
  /^src\/systems\/render-batching\/([a-z]+-(writer|mover)|damage|rect-set|layer-runs)\.ts$/;

function checkNames(file: string, text: string, program: Node, report: Report) {
  const folder = (folderOf(file) ?? '').replace(/^systems\/.*/, 'systems/*');
  const core = CORE.includes(folder);
  const inFrames = folder === 'structures' || folder === 'systems/*';
  const forRows = CALLED_FOR_ROWS.test(file);
  visit(program, (node, parent, key) => {
    const line = lineAt(text, node.start);
    if (forRows && node.type === 'Property' && node.kind === 'get') {
      report(
        line,
        'dictionary',
        'a literal with an accessor is no object that V8 inlines calls of: make it a function',
      );
    }
    if (node.type === 'MemberExpression') {
      const member = memberName(node);
      const object = identifierName(node.object);
      if (inFrames && member === 'NaN' && parent?.type === 'ConditionalExpression') {
        report(line, 'box', 'write NaN first and the number over it: docs/decisions/023');
      }
      if (isMetaProperty(node.object) && member === 'env') {
        report(line, 'env', 'no import.meta.env: bundlers differ; take an option');
      }
      if (MARKUP.includes(member ?? '')) report(line, 'markup', `no ${member}`);
      if (member === 'eval') report(line, 'eval', 'no eval');
      if (core && object && HOST_MEMBERS[object]?.includes(member ?? '')) {
        report(line, 'host', `${object}.${member} in ${folder}: take a port instead`);
      }
    }
    if (node.type === 'VariableDeclarator' && (node.id as Node).type === 'ObjectPattern') {
      const object = identifierName(node.init);
      for (const property of (node.id as unknown as { properties: Node[] }).properties) {
        const member = nameOf(property.key);
        if (isMetaProperty(node.init) && member === 'env') {
          report(line, 'env', 'no import.meta.env: bundlers differ; take an option');
        }
        if (core && object && HOST_MEMBERS[object]?.includes(member ?? '')) {
          report(line, 'host', `${object}.${member} in ${folder}: take a port instead`);
        }
      }
    }
    if (isPropertyName(node, parent, key)) {
      if (MARKUP.includes(nameOf(node) ?? '')) report(line, 'markup', `no ${nameOf(node)}`);
      return;
    }
    if (node.type !== 'Identifier') return;
    const name = String(node.name);
    if (name === 'eval') report(line, 'eval', 'no eval');
    const called = key === 'callee' && /^(New|Call)Expression$/.test(parent?.type ?? '');
    if (name === 'Function' && called) report(line, 'eval', 'no new Function');
    if (core && HOST_NAMES.includes(name)) {
      report(line, 'host', `${name} in ${folder}: take a port instead, or another name`);
    }
  });
}

/** A name after a dot or before a colon is no reference to a global: `list.window`, `{ window: 1 }`. */
function isPropertyName(node: Node, parent: Node | undefined, key: string): boolean {
  if (!parent || parent.computed === true) return false;
  if (node.type !== 'Identifier' && node.type !== 'Literal') return false;
  if (key === 'property') return parent.type === 'MemberExpression';
  if (key === 'right') return parent.type === 'TSQualifiedName';
  return key === 'key';
}

/** Groups of files that reach each other through value imports, each once. */
function findCycles(graph: Map<string, string[]>): string[][] {
  const cycles: string[][] = [];
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const walk = (file: string) => {
    state.set(file, 'open');
    trail.push(file);
    for (const target of graph.get(file) ?? []) {
      if (state.get(target) === 'open') cycles.push(trail.slice(trail.indexOf(target)));
      else if (!state.has(target)) walk(target);
    }
    trail.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (!state.has(file)) walk(file);
  return cycles;
}

/** The folder of the house a file belongs to: `ecs`, `ecs/stores`, `systems/layout`, or `.` for src/index.ts. */
function folderOf(file: string): string | undefined {
  const [, first = '', second = '', ...rest] = file.split('/');
  if (first === 'index.ts') return '.';
  if (first === 'systems') return rest.length > 0 ? `systems/${second}` : undefined;
  const nested = `${first}/${second}`;
  if (rest.length > 0 && Object.hasOwn(MAY_IMPORT, nested)) return nested;
  return second && Object.hasOwn(MAY_IMPORT, first) ? first : undefined;
}

function indexOf(folder: string): string {
  return folder === '.' ? 'src/index.ts' : `src/${folder}/index.ts`;
}

function resolveImport(file: string, specifier: string, sources: Sources): string | undefined {
  const target = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ''));
  const candidates = [target, `${target}.ts`, `${target}/index.ts`, target.replace(/\.js$/, '.ts')];
  return candidates.find((candidate) => Object.hasOwn(sources, candidate));
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function visit(
  node: Node,
  enter: (node: Node, parent: Node | undefined, key: string) => void,
  parent?: Node,
  from = '',
) {
  enter(node, parent, from);
  for (const key in node) {
    const value = node[key];
    if (isNode(value)) visit(value, enter, node, key);
    else if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visit(child, enter, node, key);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function isMetaProperty(node: unknown): boolean {
  return isNode(node) && node.type === 'MetaProperty';
}

function identifierName(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Identifier' ? String(node.name) : undefined;
}

function stringValue(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral' || (node.expressions as Node[]).length > 0) return undefined;
  const [quasi] = node.quasis as { value: { cooked: string } }[];
  return quasi?.value.cooked;
}

function nameOf(node: unknown): string | undefined {
  return identifierName(node) ?? stringValue(node);
}

function memberName(node: Node): string | undefined {
  return node.computed === true ? stringValue(node.property) : nameOf(node.property);
}

/** Where the lines of the text asked for last end: it is asked of every node. */
let lines = { text: '', ends: [] as number[] };

function lineAt(text: string, offset: number): number {
  if (lines.text !== text) {
    lines = { text, ends: Array.from(text.matchAll(/\n/g), ({ index }) => index) };
  }
  let [low, high] = [0, lines.ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines.ends[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

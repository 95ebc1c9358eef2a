import { BenchError } from '../errors';
import { git } from './machine';

/** What a git command prints. Throws `BenchError` with what git says of its failure, without the command's paths. */
export function tryGit(root: string, ...args: string[]): string {
  try {
    return git(root, ...args);
  } catch (error) {
    throw new BenchError(`git failed: ${reasonOf(error)}`);
  }
}

/** Full hash of a revision. Throws `BenchError` that tells no git, no repository and no such revision apart. */
export function resolveRevision(root: string, revision: string): string {
  try {
    git(root, 'rev-parse', '--git-dir');
  } catch (error) {
    const why = isMissing(error)
      ? 'git is not installed; install it'
      : `the project is in no git repository that can be read (${reasonOf(error)}); run it in one`;
    throw new BenchError(`--against ${revision}: ${why}`);
  }
  try {
    return git(root, 'rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`);
  } catch {
    throw new BenchError(
      `--against ${revision}: there is no such revision in this repository; give a branch, tag or hash that git log knows`,
    );
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  if (isMissing(error)) return 'git is not installed; install it';
  const { stderr } = error as { stderr?: string };
  const line = stderr?.split('\n').find((text) => /^(fatal|error):/.test(text));
  return line?.replace(/^\w+: /, '') ?? 'it says nothing of why';
}

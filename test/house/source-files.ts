import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** Relative to the repository, with slashes. */
  path: string;
  text: string;
  lines: number;
  /** What it imports: repository paths for our own files, package names for others. */
  imports: string[];
}

const IMPORT = /^\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'/gm;
const DYNAMIC_IMPORT = /\bimport\(\s*'([^']+)'\s*\)/g;

/** Every TypeScript file git knows or would add below a folder. */
export function listSources(folder: string): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && existsSync(path.join(ROOT, file)))
    .map(readSource);
}

function readSource(file: string): SourceFile {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const named = [...text.matchAll(IMPORT), ...text.matchAll(DYNAMIC_IMPORT)].map((match) => match[1]!);
  const imports = named.map((name) => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));
  return { path: file, text, lines: text.split('\n').length - 1, imports };
}

export const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

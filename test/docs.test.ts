import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

describe('what is written about the program', () => {
  it('.env.example explains every variable that config.ts reads, and no other', () => {
    const explained = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name).sort();
    const known = [...read('config.ts').matchAll(/^ {2}([A-Z_]+): text/gm)].map(([, name]) => name).sort();

    expect(known.length).toBeGreaterThan(10);
    expect(explained).toEqual(known);
  });

  it('README names only npm scripts and commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = read('cli.ts');
    const readme = read('README.md');

    for (const [, script] of readme.matchAll(/npm (?:run (?:-s )?)([a-z]+)/g)) {
      expect(scripts).toHaveProperty([script!]);
    }
    for (const [, command] of readme.matchAll(/cli -- ([a-z]+)/g)) expect(commands).toContain(`command('${command}')`);
  });

  it('every picture and page that README points to is there', () => {
    const listing = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
    const files = listing.split('\n');
    const targets = [...read('README.md').matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => target!);

    expect(targets.length).toBeGreaterThan(3);
    const isThere = (target: string) => files.some((file) => file === target || file.startsWith(`${target}/`));
    expect(targets.filter((target) => !isThere(target))).toEqual([]);
  });
});

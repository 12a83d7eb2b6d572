import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import BayesClassifier from 'natural/lib/natural/classifiers/bayes_classifier.js';
import { describe, expect, it } from 'vitest';
import { SparseBayes } from '../../classifier/bayes.ts';

const ROOT = join(import.meta.dirname, '../..');

function small(): SparseBayes {
  const bayes = new SparseBayes(['road', 'school'], 0.3);
  bayes.addDocument(['đường', 'hỏng'], 'road');
  bayes.addDocument(['đường', 'tối'], 'road');
  bayes.addDocument(['trường', 'học'], 'school');
  bayes.addDocument(['học', 'phí'], 'school');
  bayes.train();
  return bayes;
}

describe('natural as shipped', () => {
  it('still drops documents whose Vietnamese letters its tokenizer deletes, hence token arrays', () => {
    const shipped = new BayesClassifier();

    shipped.addDocument('đền bù đất' as unknown as string[], 'land');

    expect(shipped.docs).toHaveLength(0);
  });

  it('prints nothing, leaves the environment alone and stays small through the deep import', () => {
    const program = `
      const before = Object.keys(process.env).length;
      const { createRequire } = await import('node:module');
      const require = createRequire(process.cwd() + '/x.js');
      require('natural/lib/natural/classifiers/bayes_classifier.js');
      const modules = Object.keys(require.cache).length;
      if (Object.keys(process.env).length !== before || modules > 100) process.exit(1);`;

    const command = ['--input-type=module', '-e', program];
    const output = execFileSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });

    expect(output).toBe('');
  });
});

describe('SparseBayes', () => {
  it('tells topics apart and gives probabilities that add up to one', () => {
    const [best, other] = small().getClassifications(['đường', 'tối']);

    expect(best!.label).toBe('road');
    expect(best!.value + other!.value).toBeCloseTo(1);
  });

  it('does not underflow with hundreds of known features', () => {
    const many = Array.from({ length: 600 }, (_, i) => `từ${i}`);
    const bayes = new SparseBayes(['a', 'b'], 0.3);
    bayes.addDocument([...many, 'riêng'], 'a');
    bayes.addDocument(many, 'b');
    bayes.train();

    const [best] = bayes.getClassifications([...many, 'riêng']);

    expect(best!.label).toBe('a');
    expect(best!.value).toBeGreaterThan(0.5);
  });

  it('is not confused by an integer-like token added later', () => {
    const before = small().getClassifications(['đường']);
    const bayes = small();
    bayes.addDocument(['2024', 'học'], 'school');
    bayes.addDocument(['2024', 'đường'], 'road');
    bayes.train();

    const after = bayes.getClassifications(['đường']);

    expect(after[0]!.label).toBe(before[0]!.label);
    expect(after[0]!.value).toBeCloseTo(before[0]!.value, 1);
  });

  it('has no inherited words', () => {
    expect(small().logScores(['constructor', '__proto__', 'toString'])).toEqual({ scores: [0, 0], known: 0 });
  });
});

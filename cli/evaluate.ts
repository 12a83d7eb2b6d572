import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { corpusHands, readCorpus, type TrainingLine } from '../classifier/data-files.ts';
import { learnedAlone, lexiconAlone, naturalAsShipped } from '../classifier/evaluation/baselines.ts';
import { parseLabelled, parseRows, type Labelled } from '../classifier/evaluation/labelled.ts';
import { measure, type Propose } from '../classifier/evaluation/measure.ts';
import { measureScreening, parseScreened } from '../classifier/evaluation/measure-screening.ts';
import { measureSplitting, parseCounted } from '../classifier/evaluation/measure-splitting.ts';
import { reportText, type SetReport } from '../classifier/evaluation/report.ts';
import { createFeatures } from '../classifier/features.ts';
import { createClassifier, fold, TOPIC_IDS, type Classifier } from '../classifier/index.ts';
import { createVotingModel, type VoteWeights } from '../classifier/learned.ts';
import { createLexicon } from '../classifier/lexicon.ts';
import { createSpeller } from '../classifier/spelling.ts';
import { trainModel } from '../classifier/train.ts';
import { createReader } from '../classifier/words.ts';
import { topicFor } from '../plans/lookup.ts';
import { readPlan } from '../plans/read-plan.ts';

const SETS = fileURLToPath(new URL('../test/classifier', import.meta.url));
const PLANS = fileURLToPath(new URL('../plans', import.meta.url));

/** The program's classifier and the simpler ones that it is held against, all trained on the same lines. */
function contestants(lines: readonly TrainingLine[], classifier: Classifier): { name: string; propose: Propose }[] {
  const read = createReader();
  const features = createFeatures(read);
  const { voters, spelling } = trainModel(lines, 'alone');
  const spell = createSpeller(spelling);
  const alone = (weights?: VoteWeights) => learnedAlone(read, createVotingModel(voters, features, spell, weights));
  return [
    { name: 'this classifier', propose: (text) => classifier.classify(text) },
    { name: 'lexicon alone', propose: lexiconAlone(read, createLexicon(read, spell)) },
    { name: 'learned alone', propose: alone() },
    { name: 'natural on tokens', propose: alone({ bayes: 0.25, softmax: 0 }) },
    { name: 'natural as shipped', propose: naturalAsShipped(lines) },
  ];
}

function topicsReport(
  name: string, petitions: readonly Labelled[], all: readonly { name: string; propose: Propose }[],
): SetReport {
  const [own, ...others] = all;
  return {
    name, kind: 'topics', measured: measure(own!.propose, petitions),
    beside: others.map((other) => ({ name: other.name, measured: measure(other.propose, petitions) })),
  };
}

/** Sentences for a plan with its own topics; the plan's id is the set's name. */
function planReport(name: string, tsv: string, classifier: Classifier): SetReport {
  const id = name.slice(name.lastIndexOf('plan-') + 'plan-'.length);
  const file = readdirSync(PLANS).find((one) => one.startsWith(id) && one.endsWith('.yaml'));
  if (!file) throw new Error(`no plan for the set ${name}`);
  const plan = readPlan(join(PLANS, file), { firstDay: '2026-01-01' });
  const rows = parseRows(tsv);
  const share = (spell: (text: string) => string) => rows.filter(({ topic, text = '' }) => {
    const guess = classifier.propose(spell(text), plan.topics).topic;
    const area = TOPIC_IDS.find((known) => known === guess);
    return (area ? topicFor(plan, area)?.id : guess) === topic;
  }).length / rows.length;
  return { name, kind: 'plan', plan: plan.id, count: rows.length, right: share((text) => text), stripped: share(fold) };
}

/** What a set measures is told by its heading. */
function setReports(only: readonly string[]): SetReport[] {
  const classifier = createClassifier();
  const all = contestants(readCorpus(), classifier);
  return readdirSync(SETS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsv'))
    .map((file) => ({ name: file.replaceAll(sep, '/').slice(0, -'.tsv'.length), file: join(SETS, file) }))
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap(({ name, file }): SetReport[] => {
      const tsv = readFileSync(file, 'utf8');
      const columns = tsv.slice(0, tsv.indexOf('\n')).trim().split('\t');
      if (/(?:^|\/)plan-/.test(name)) return [planReport(name, tsv, classifier)];
      if (columns.includes('topic')) return [topicsReport(name, parseLabelled(tsv), all)];
      if (columns.includes('count')) {
        return [{ name, kind: 'splitting', splitting: measureSplitting(classifier.split, parseCounted(tsv)) }];
      }
      return [{ name, kind: 'screening', screening: measureScreening(classifier.screen, parseScreened(tsv)) }];
    });
}

/** Every hand's sentences, sorted by a classifier that learned from the others only: the honest estimate. */
function handReports(only: readonly string[]): SetReport[] {
  return corpusHands()
    .filter((hand) => only.length === 0 || only.includes(hand))
    .map((hand) => {
      const others = readCorpus(corpusHands().filter((other) => other !== hand));
      const petitions = readCorpus([hand]).map(({ text, topic }) => ({ text, topic, also: [] }));
      const classifier = createClassifier({ model: trainModel(others, `without ${hand}`) });
      return topicsReport(`hand ${hand}, left out`, petitions, contestants(others, classifier));
    });
}

/** Prints how good the classifier is: on the labelled sets, or by hand of the corpus. */
export function evaluateClassifier(only: readonly string[], { json, byHand }: { json?: boolean; byHand?: boolean }) {
  const reports = byHand ? handReports(only) : setReports(only);
  if (reports.length === 0) throw new Error(`no such set: ${only.join(', ')}`);
  process.stdout.write(json ? `${JSON.stringify(reports, null, 2)}\n` : reportText(reports));
}

/** The command line: `npm run -s cli -- <command>`. Each command is a file in `cli/`, loaded when it is called. */
import { Command, Option } from 'commander';
import { StartError } from './config.ts';
import { ROLES } from './models/staff.ts';
import { EXPORT_FORMATS } from './reports/input.ts';

const program = new Command('cli')
  .description('Đối Thoại: commands for the people who run it')
  .showHelpAfterError()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });

const plan = program.command('plan').description('check and copy plan files');

plan.command('check')
  .description('print errors and warnings of plan files; exit 1 when there are errors')
  .argument('<files...>', 'plan files (.yaml)')
  .action(async (files: string[]) => (await import('./cli/plan-check.ts')).planCheck(files));

plan.command('rehearse')
  .description('copy a plan for practising: invented dates, nothing counts')
  .argument('<id>', 'id of the plan, e.g. thai-tan-2025')
  .option('--out <file>', 'where to write it')
  .action(async (id: string, options: { out?: string }) => {
    const { planRehearse } = await import('./cli/plan-rehearse.ts');
    await planRehearse(id, options);
  });

program.command('export')
  .description('write the grouped list of a plan')
  .requiredOption('--plan <id>', 'id of the plan')
  .addOption(new Option('--format <format>', 'format of the file').choices(EXPORT_FORMATS).makeOptionMandatory())
  .requiredOption('--out <file>', 'file to write; - for standard output')
  .option('--conference <id>', 'only what goes to this conference')
  .addOption(new Option('--by <grouping>', 'how Word and CSV group it').choices(['topic', 'office']).default('topic'))
  .option('--appendix', 'with the internal appendix of names (never publish it)')
  .action(async (options) => (await import('./cli/export.ts')).exportPlan(options));

program.command('import')
  .description('take in petitions from a .jsonl, .csv or .xlsx file (text, hamlet, name, phone, receivedAt)')
  .requiredOption('--plan <id>', 'id of the plan')
  .argument('<file>', 'the file')
  .action(async (file: string, options: { plan: string }) => {
    const { importFile } = await import('./cli/import.ts');
    await importFile(file, options);
  });

program.command('classify')
  .description('read lines from standard input (texts or {"id","text"}), write one JSON object a line')
  .action(async () => (await import('./cli/classify.ts')).classifyLines());

program.command('train')
  .description('train the shipped classifier anew from its corpus')
  .action(async () => (await import('./cli/train.ts')).train());

program.command('retrain')
  .description('let the classifier learn from what staff have confirmed; used only if it is not worse than before')
  .option('--drop', 'go back to the shipped classifier')
  .action(async (options: { drop?: boolean }) => (await import('./cli/retrain.ts')).retrainOwn(options));

program.command('evaluate')
  .description('measure the classifier on the labelled sets in test/classifier, beside simpler ones')
  .argument('[sets...]', 'names of sets; without any: all')
  .option('--json', 'as JSON')
  .option('--by-hand', 'train on all hands of the corpus but one, measure on the one that was left out')
  .action(async (sets: string[], options: { json?: boolean; byHand?: boolean }) => {
    const { evaluateClassifier } = await import('./cli/evaluate.ts');
    evaluateClassifier(sets, options);
  });

program.command('invite')
  .description('make a one-time link into the console for somebody')
  .requiredOption('--name <name>', 'name, as it stands in the history')
  .addOption(new Option('--role <roles...>', 'what they may do').choices(ROLES).makeOptionMandatory())
  .option('--plan <ids...>', 'plans they work in; without it: all')
  .option('--office <id>', 'office of the plan, for the role "office"')
  .action(async (options) => (await import('./cli/invite.ts')).invite(options));

program.command('backup')
  .description('copy the embedded database into a file, while the program runs')
  .argument('<file>', 'file to write; it must not exist')
  .action(async (file: string) => (await import('./cli/backup.ts')).backup(file));

program.command('restore')
  .description('put a backup in the place of the data, while the program does not run')
  .argument('<file>', 'a file that backup has made')
  .action(async (file: string) => (await import('./cli/restore.ts')).restore(file));

program.command('move')
  .description('copy everything to MongoDB and compare; can be run again after an interruption')
  .requiredOption('--to <uri>', 'address of an empty database: mongodb://host/name')
  .action(async (options: { to: string }) => (await import('./cli/move.ts')).move(options));

program.command('doctor')
  .description('check the installation: settings, plans, database, files; exit 1 when something is wrong')
  .action(async () => (await import('./cli/doctor.ts')).doctor());

program.command('database')
  .description('serve a folder of the embedded database alone and print its address')
  .requiredOption('--dir <folder>', 'the folder that holds data.mdb, e.g. data/db')
  .action(async (options: { dir: string }) => (await import('./cli/database.ts')).database(options));

program.command('demo')
  .description('fill the rehearsal with invented petitions and speakers')
  .action(async () => (await import('./cli/demo.ts')).demo());

// `| head` reads no further: the command ends in order, what it says from then on goes nowhere.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${error instanceof StartError ? error.message : ((error as Error)?.stack ?? String(error))}\n`);
  process.exitCode = 1;
});

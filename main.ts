/** Starts the program, says what it found, and stops it when asked to. */
import { createApp, type App } from './app.ts';
import { systemClock } from './clock.ts';
import { environment, readConfig, StartError } from './config.ts';
import { openData } from './data.ts';
import { createLog } from './pino-log.ts';
import { baseUrl, describeStart } from './start-message.ts';

async function main(): Promise<void> {
  process.umask(0o077);
  const config = readConfig(environment());
  const log = createLog(config.logLevel, process.stdout);
  const ending = new AbortController();
  let app: App | undefined;

  // npm forwards the signal that the terminal has sent already: the second one changes nothing.
  let stopping: Promise<void> | undefined;
  const stop = () => {
    ending.abort();
    // Before there is anything to finish there is nothing that a sudden end could lose.
    stopping ??= Promise.resolve(app?.stop()).then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'stopping went wrong');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Node's own report would quote the error's message, and with it perhaps what somebody wrote.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'an error that nobody foresaw; everything saved is taken up at the next start');
    process.exit(1);
  });

  const data = await openData({ config, clock: systemClock, alone: true });
  if (data.embedded?.former) {
    log.info({ file: data.embedded.former }, 'the data of an earlier version are converted; delete this copy of them when all is well');
  }
  void data.embedded?.failed.then((error) => {
    log.error({ err: error }, 'the database has ended by itself; everything saved is taken up at the next start');
    process.exit(1);
  });
  app = await createApp({ config, data, clock: systemClock, log });
  try {
    const { address, port } = await app.start();
    const adminToken = await data.staffAccess.ensureFirstAdmin();
    process.stdout.write(describeStart({ config, plans: data.plans, address, port, adminToken }));
    const page = `${baseUrl({ config, address, port })}/console/networks/zalo-personal`;
    offerSignIn(app, page, ending.signal).catch((error: unknown) => {
      log.warn({ err: error }, 'the sign-in code could not be shown in the terminal');
    });
  } catch (error) {
    // Told to stop while it started: that is no fault.
    if (stopping) return stopping;
    await app.stop();
    throw error;
  }
}

/** An account that nobody has signed in yet shows its code here too; `page` is where another one can be had. */
async function offerSignIn({ channels }: App, page: string, signal: AbortSignal): Promise<void> {
  const signIn = channels.find(({ name }) => name === 'zalo-personal')?.signIn;
  if (signIn?.state().step !== 'needed') return;
  const { showCodeInTerminal } = await import('./bot/zalo-personal/sign-in/terminal-code.ts');
  await showCodeInTerminal({ signIn, page, signal, write: (text) => process.stdout.write(text) });
}

main().catch((error: unknown) => {
  const told = error instanceof StartError ? `\n${error.message}\n` : ((error as Error)?.stack ?? String(error));
  process.stderr.write(`${told}\n`);
  process.exit(1);
});

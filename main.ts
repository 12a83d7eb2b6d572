/** Starts the program, says what it found, and stops it when asked to. */
import { createApp } from './app.ts';
import { systemClock } from './clock.ts';
import { environment, readConfig, StartError } from './config.ts';
import { openData } from './data.ts';
import { createLog } from './pino-log.ts';
import { describeStart } from './start-message.ts';

async function main(): Promise<void> {
  process.umask(0o077);
  const config = readConfig(environment());
  const log = createLog(config.logLevel, process.stdout);
  const data = await openData({ config, clock: systemClock, alone: true });
  const app = await createApp({ config, data, clock: systemClock, log });

  // npm forwards the signal that the terminal has sent already: the second one changes nothing.
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= app.stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'stopping went wrong');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  try {
    const { address, port } = await app.start();
    const adminToken = await data.staffAccess.ensureFirstAdmin();
    process.stdout.write(describeStart({ config, plans: data.plans, address, port, adminToken }));
  } catch (error) {
    await app.stop();
    throw error;
  }
}

main().catch((error: unknown) => {
  process.stderr.write(error instanceof StartError ? `\n${error.message}\n\n` : `${(error as Error)?.stack ?? String(error)}\n`);
  process.exit(1);
});

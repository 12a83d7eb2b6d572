// Node 20 has no loader for TypeScript in a new thread, whatever its parent was started with: tsx is registered here,
// and only then can the worker itself be imported. The one file of the reports that cannot be TypeScript.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');

import { FriendEventType, ThreadType, type API } from 'zca-js';
import type { Line, ListenEvents } from './port.ts';

/**
 * The WebSocket inside the library's listener. The library keeps it to itself, tells nothing of pings and hangs up only
 * politely, which a dead line never answers. Without it (another version) those services are missing, nothing breaks.
 */
interface Wire {
  onmessage: ((event: unknown) => unknown) | null;
  on(event: 'message' | 'pong', told: () => void): void;
  ping(): void;
  terminate(): void;
}

/**
 * Opens the listening connection. Whatever `events` throw stays here: thrown inside the library it would drop the rest
 * of a frame.
 */
export function listen({ listener }: API, events: ListenEvents): Line {
  let over = false;

  function told<A extends unknown[]>(tell: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      if (over) return;
      try {
        tell(...args);
      } catch {
        // One thing that could not be dealt with; asking for the old messages brings it again.
        events.damaged();
      }
    };
  }

  listener.on('connected', told(() => events.connected()));
  listener.on('closed', told((code) => {
    over = true;
    events.closed(Number(code));
  }));
  // Without a listener for it, an error would end the program. A broken connection tells here too and then closes.
  listener.on('error', told(() => events.damaged()));
  listener.on('message', told((message) => events.item(message)));
  listener.on('undo', told((undo) => events.item(undo)));
  listener.on('old_messages', told((messages, type) => events.oldItems(messages, type === ThreadType.Group)));
  listener.on('friend_event', told((event) => {
    if (event.type === FriendEventType.REQUEST && !event.isSelf) events.friendRequest(String(event.data.fromUid));
  }));
  listener.start({ retryOnClose: false });

  const wire = (listener as unknown as { ws?: Wire | null }).ws;
  const read = wire?.onmessage;
  if (wire && read) {
    // The library reads the head of a frame outside its own precautions: a short one would end the program.
    // oxlint-disable-next-line prefer-add-event-listener -- another one beside it would not hold the error
    wire.onmessage = async (event) => {
      try {
        if (!over) await read(event);
      } catch {
        if (!over) events.damaged();
      }
    };
  }
  wire?.on('message', told(() => events.frame()));
  wire?.on('pong', told(() => events.frame()));

  return {
    askOld() {
      quietly(() => {
        listener.requestOldMessages(ThreadType.User);
        listener.requestOldMessages(ThreadType.Group);
      });
    },
    ping: () => quietly(() => wire?.ping()),
    stop() {
      over = true;
      quietly(() => listener.stop());
      quietly(() => wire?.terminate());
    },
  };
}

/** The library throws when the connection is not open just now; its end is told by `closed`. */
function quietly(call: () => void): void {
  try {
    call();
  } catch {
    // See above.
  }
}

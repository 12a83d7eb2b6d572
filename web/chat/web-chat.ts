/** What the page's routes need from the web chat; `bot/web-chat` provides it. Chat ids are without `web:`. */
export interface WebChat {
  /** Resolves once the message is saved, or with why it never will be; rejects when it may be sent again. */
  receive(chatId: string, body: unknown): Promise<Received>;
  upload(chatId: string, fields: unknown, file: { name: string; mime: string; content: Buffer }): Promise<Received>;
  /** Tells what the bot said after `afterOrder` (a line may be repeated, with its id), then all that is new. */
  subscribe(
    chatId: string,
    afterOrder: number,
    listener: { line(line: ChatLine): void; caughtUp(): void },
  ): () => void;
}

export interface Received { status: 'saved' | 'invalid' | 'file-refused' }

/** One message of the bot. Said here as `bot/web-chat/line.ts` says it there: `web/` does not import `bot/`. */
export interface ChatLine {
  id: string;
  /** Rises along the conversation. */
  order: number;
  text: string;
  prompt?: string;
  choices: { id: string; label: string }[];
  /** ISO 8601. */
  at: string;
}

/** What the page says of itself comes from the plans that are served. */
export interface ChatPlan {
  rehearsal: boolean;
  commune: { unit: string; name: string };
}

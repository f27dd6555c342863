/** For tests of what finds it: an entry of a log is gone, as a bad disk or a hand in the database would have it. */
import { DatabaseSync } from 'node:sqlite';

export function loseEvent(file: string, conversation: string, seq: number): void {
  const database = new DatabaseSync(file);
  database.prepare('delete from events where conversation_id = ? and seq = ?').run(conversation, seq);
  database.close();
}

/** The emoji that the palette offers: what people send to a rental company's support. Knows nothing of how they are drawn. */

/** Emoji in a row of the palette. */
export const EMOJI_COLUMNS = 8;

/** Rows by subject: faces, feelings, hands, answers, travel, things. */
export const EMOJI: readonly string[] = [
  ...['😀', '😄', '😂', '🙂', '😉', '😊', '😍', '🤩'],
  ...['😅', '😕', '😟', '😢', '😡', '😱', '🤔', '😴'],
  ...['👍', '👎', '👌', '🙏', '👏', '💪', '👋', '🤝'],
  ...['❤️', '🎉', '✅', '❌', '❓', '❗', '⭐', '🔥'],
  ...['🚗', '🚙', '🚐', '✈️', '⛽', '🅿️', '🛣️', '🗺️'],
  ...['🔑', '📍', '📞', '📷', '💳', '🧾', '⏰', '🧳'],
];

/**
 * The customer's sentences and those of the conversation view, in English: the dictionary that all others follow. Flat
 * keys, `{name}` for what varies, `one` and `other` for what is counted.
 */
import type { Reason } from '../../signaling/protocol/reasons.ts';
import type { Dictionary } from './dictionary.ts';

export const en = {
  // Why something was refused. One for each reason of the protocol.
  'reason.invalid': 'This can’t be sent in this form.',
  'reason.too_large': 'This is too long.',
  'reason.too_many': 'That was a lot at once. Please wait a moment and try again.',
  'reason.not_found': 'This is no longer here.',
  'reason.not_signed_in': 'Your session has ended. Please reload the page.',
  'reason.taken': 'A colleague was quicker.',
  'reason.not_assigned': 'This conversation isn’t yours. Take it first.',
  'reason.closed': 'This conversation is closed.',
  'reason.conflict': 'This was already sent with other words.',
  'reason.file_type': 'This kind of file can’t be sent. Pictures, PDF, text, sound and video can.',
  'reason.file_size': 'Files can have up to {size}, and not be empty.',
  'reason.unavailable': 'Our service doesn’t answer right now. Please try again in a moment.',
  'reason.version': 'There is a newer version of this chat. Reload the page to go on.',
  'reason.origin': 'The chat isn’t set up for this site.',

  // Words used in several places.
  'action.retry': 'Try again',
  'action.cancel': 'Cancel',
  'action.discard': 'Discard',
  'action.reload': 'Reload',
  'action.back': 'Back',
  'action.notNow': 'Not now',
  'action.dismiss': 'Dismiss',
  'list.join': '{first} · {second}',

  // The log.
  'log.name': 'Messages',
  'log.loading': 'Loading the conversation…',
  'log.loadingEarlier': 'Loading earlier messages…',
  'log.failed': 'The conversation could not be loaded.',
  'log.new': 'New messages',
  'log.jump': 'Go to the latest message',
  'log.jumpNew': { one: '{count} new message', other: '{count} new messages' },
  'log.day': '{day}, {time}',
  'log.from': '{name}:',
  'log.you': 'You',
  'log.customer': 'Customer',
  'log.agent': 'Support',
  'log.announce': '{name}: {text}',
  'log.announceFile': '{name} sent a file: {file}',
  'log.typing': '{name} is writing…',

  // How far an own message has come.
  'delivery.sending': 'Sending…',
  'delivery.sent': 'Sent',
  'delivery.delivered': 'Delivered',
  'delivery.read': 'Read',
  'delivery.failed': 'Not sent.',

  // What happened, told to the customer.
  'event.joined': '{name} joined',
  'event.joinedAfter': '{name} joined, {time} after you wrote',
  'event.transferred': '{from} handed over to {name}',
  'event.returned': '{name} gave your place in the queue back to you',
  'event.agentGone': '{name} lost the connection. You have your old place in the queue',
  'event.youClosed': 'You closed the conversation',
  'event.closed': '{name} closed the conversation',
  'event.closedBySystem': 'The conversation was closed',
  'event.youRated': 'You rated this {score} of 5',

  // The same, told to agents.
  'agent.youTook': 'You took this',
  'agent.youTookAfter': 'You took this, {time} after the first word',
  'agent.took': '{name} took this',
  'agent.tookAfter': '{name} took this, {time} after the first word',
  'agent.youGave': 'You gave this to {name}',
  'agent.gaveYou': '{from} gave this to you',
  'agent.gave': '{from} gave this to {name}',
  'agent.youReturned': 'You gave this back to the queue',
  'agent.returned': '{name} gave this back to the queue',
  'agent.gone': '{name} was gone for too long: back in the queue',
  'agent.customerClosed': 'The customer closed the conversation',
  'agent.rated': 'The customer rated this {score} of 5',
  'agent.ratedWith': 'The customer rated this {score} of 5: “{comment}”',
  'agent.note': 'Note, agents only:',

  // Files.
  'file.open': 'Open {name}',
  'file.picture': 'Picture',
  'file.waiting': 'Waiting…',
  'file.progress': '{sent} of {size}',
  'file.progressName': 'Sending {name}',
  'file.cancel': 'Cancel sending {name}',
  'file.refused': '{name}: {why}',
  'file.drop': 'Drop files to send them',
  'file.limits': 'Pictures, PDF, text, sound and video, up to {size} each',
  'file.notInNote': 'Files can’t go into a note. Write a message instead: the customer will see them.',
  'file.unavailable': 'This file can’t be shown right now',

  // The composer.
  'composer.placeholder': 'Write a message',
  'composer.placeholderTo': 'Write to {name}',
  'composer.placeholderNote': 'Write a note that only agents see',
  'composer.placeholderNew': 'New message',
  'composer.send': 'Send',
  'composer.attach': 'Attach a file',
  'composer.emoji': 'Emoji',
  'composer.note': 'Note for agents only',
  'composer.left': { one: '{count} character left', other: '{count} characters left' },
  'composer.over': {
    one: '{count} character too many. Please shorten it, or send it in two parts.',
    other: '{count} characters too many. Please shorten it, or send it in two parts.',
  },
  'composer.closedHint': 'This conversation is closed. Writing starts a new one.',

  // The panel.
  'panel.brand': 'Your Car Your Way',
  'panel.close': 'Close the chat',
  'panel.menu': 'More',
  'panel.mute': 'Mute the sound',
  'panel.unmute': 'Turn the sound on',
  'panel.conversations': 'Your conversations',
  'panel.closeConversation': 'Close this conversation',
  'panel.startNew': 'Start a new conversation',
  'panel.confirmClose': 'Close this conversation?',
  'panel.confirmCloseText': 'You can read it again later, and start a new one at any time.',
  'panel.confirmCloseYes': 'Close it',
  'panel.confirmCloseNo': 'Keep it open',

  // Who is there.
  'status.online': 'We are online',
  'status.none': 'Nobody is online right now',
  'status.unknown': 'Customer support',
  'status.next': 'You are next',
  'status.before': { one: '{count} person before you', other: '{count} people before you' },
  'status.waiting': 'Waiting for somebody to take this',
  'status.since': 'With you since {time}',
  'status.away': 'Away at the moment, answers later',
  'status.typing': 'Writing…',
  'status.closed': 'Conversation closed',
  'status.connecting': 'Connecting…',

  // The line to the service.
  'connection.offline': 'You are offline.',
  'connection.offlineText': 'Go on writing: it is kept, and sent by itself when you are back.',
  'connection.reconnecting': 'The connection broke.',
  'connection.reconnectingText': 'Reconnecting. What you write is kept and sent in a moment.',
  'connection.refused': 'The chat can’t connect.',

  // An empty conversation.
  'empty.title': 'How can we help?',
  'empty.text': 'Write to us. A person answers, and the conversation stays here when you come back.',
  'empty.textNone': 'Nobody is online right now. Write all the same: you find the answer here when you come back.',
  'empty.suggestions': 'Often asked',
  'suggest.default.1': 'I have a question about my booking',
  'suggest.default.2': 'What do I need to pick up the car?',
  'suggest.default.3': 'How does the deposit work?',
  'suggest.search.1': 'Which car fits five people and luggage?',
  'suggest.search.2': 'Can I return the car in another city?',
  'suggest.search.3': 'Is insurance included in the price?',
  'suggest.booking.1': 'I’d like to change the return date',
  'suggest.booking.2': 'I’ll be late for the pick-up',
  'suggest.booking.3': 'How do I cancel, and what does it cost?',
  'suggest.breakdown.1': 'The car has broken down',
  'suggest.breakdown.2': 'A warning light is on',
  'suggest.breakdown.3': 'I had an accident',

  // Name and e-mail, asked once while nobody is there.
  'contact.title': 'Nobody is online right now',
  'contact.text': 'You find the answer here. If you like, tell us who you are, so that we can reach you.',
  'contact.name': 'Name (optional)',
  'contact.email': 'E-mail (optional)',
  'contact.emailInvalid': 'This doesn’t look like an e-mail address.',
  'contact.save': 'Save',
  'contact.saved': 'Thank you, noted.',

  // The rating.
  'rating.title': 'How was it?',
  'rating.1': 'Bad',
  'rating.2': 'Poor',
  'rating.3': 'Fair',
  'rating.4': 'Good',
  'rating.5': 'Excellent',
  'rating.score': '{score} of 5, {word}',
  'rating.comment': 'A word about it (optional)',
  'rating.send': 'Send rating',
  'rating.thanks': 'Thank you for your rating.',

  // The list of conversations.
  'history.empty': 'You have no conversations yet.',
  'history.loading': 'Loading your conversations…',
  'history.failed': 'Your conversations could not be loaded.',
  'history.open': 'Open',
  'history.queued': 'Waiting',
  'history.file': 'File: {name}',
  'history.own': 'You: {text}',
  'history.nothing': 'No messages',
  'history.title': 'Conversation · {day}',

  // In the tab's title, when nobody is looking.
  'title.unread': { one: '({count}) New message · {title}', other: '({count}) New messages · {title}' },
} as const satisfies Dictionary & Record<`reason.${Reason}`, string>;

export type En = typeof en;

/** A picture to send: a small blue square. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAABgAAAAQAQMAAAA26i3WAAAABlBMVEUiXsT///+RsTMbAAAADElEQVR42mNgoAwAAABAAAGJya9DAAAAAElFTkSuQmCC',
  'base64',
);

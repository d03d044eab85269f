import { expect, it } from 'vitest';
import { attachment } from './attachment.ts';

it.each([
  ['clip.mp4', `attachment; filename="clip.mp4"; filename*=UTF-8''clip.mp4`],
  ['春天 1.mp4', `attachment; filename="__ 1.mp4"; filename*=UTF-8''%E6%98%A5%E5%A4%A9%201.mp4`],
  ['a"b\r\nSet-Cookie: x', `attachment; filename="a_b__Set-Cookie: x"; filename*=UTF-8''a%22b%0D%0ASet-Cookie%3A%20x`],
])('%j', (name, header) => expect(attachment(name)).toBe(header));

import { describe, expect, it } from 'vitest';
import { campaignPrefix, clipFileKey, clipPrefix, workspacePrefix } from './object-keys.ts';

const place = {
  workspaceId: 'wsp_0123456789abcdefghjkmnpqrs',
  campaignId: 'cmp_0123456789abcdefghjkmnpqrs',
  clipId: 'clp_0123456789abcdefghjkmnpqrs',
};

describe('object names', () => {
  it('are ids and fixed words', () => {
    const clip = 'w/wsp_0123456789abcdefghjkmnpqrs/c/cmp_0123456789abcdefghjkmnpqrs/clp_0123456789abcdefghjkmnpqrs/';
    expect(clipFileKey(place, 'video')).toBe(`${clip}video.mp4`);
    expect(clipFileKey(place, 'poster')).toBe(`${clip}poster.jpg`);
    expect(clipFileKey(place, 'sprite')).toBe(`${clip}sprite.jpg`);
    expect(clipPrefix(place)).toBe(clip);
    expect(clip.startsWith(campaignPrefix(place))).toBe(true);
    expect(campaignPrefix(place).startsWith(workspacePrefix(place))).toBe(true);
  });

  it.each([
    '',
    '..',
    '../../etc/passwd',
    'clp_0123456789abcdefghjkmnpqr',
    'clp_0123456789abcdefghjkmnpqrs/',
    'clp_0123456789abcdefghjkmnpqrs\n',
    'clp_0123456789ABCDEFGHJKMNPQRS',
    'cmp_0123456789abcdefghjkmnpqrs',
    'clp_0123456789abcdefghjkmnp%2e',
  ])('refuse what is no id of a clip: %j', (clipId) => {
    expect(() => clipFileKey({ ...place, clipId }, 'video')).toThrow('needs the id of a clip');
  });
});

import { describe, expect, it } from 'vitest';
import { readContentRange, readRange } from './byte-range.rules.ts';

describe('Range', () => {
  it.each([
    [undefined, null],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=0-1,5-6', null],
    ['bytes=9-5', null],
    ['bytes=-', null],
    ['items=0-9', null],
  ])('%s of 100 bytes', (header, expected) => expect(readRange(header, 100)).toEqual(expected));

  it.each([
    ['bytes=100-', 100],
    ['bytes=100-200', 100],
    ['bytes=-0', 100],
    ['bytes=0-', 0],
  ])('%s of %i bytes matches nothing: 416', (header, bytes) => {
    expect(() => readRange(header, bytes)).toThrow(expect.objectContaining({ status: 416 }));
  });
});

describe('Content-Range', () => {
  it.each([
    [undefined, { kind: 'bytes', start: 0, end: null, total: null }],
    ['bytes */*', { kind: 'query', total: null }],
    ['bytes */10', { kind: 'query', total: 10 }],
    ['bytes 0-9/10', { kind: 'bytes', start: 0, end: 9, total: 10 }],
    ['bytes 5-9/*', { kind: 'bytes', start: 5, end: 9, total: null }],
    ['bytes 5-*/*', { kind: 'bytes', start: 5, end: null, total: null }],
    ['bytes 5-*/10', { kind: 'bytes', start: 5, end: null, total: 10 }],
    ['bytes 0--1/0', null],
    ['bytes 9-5/10', null],
    ['bytes 0-10/10', null],
    ['0-9/10', null],
  ])('%s', (header, expected) => {
    if (expected) expect(readContentRange(header)).toEqual(expected);
    else expect(() => readContentRange(header)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

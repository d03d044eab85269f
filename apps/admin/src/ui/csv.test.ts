import { expect, test } from 'vitest';
import { dollarsOf, toCsv } from './csv.ts';

test('a row is a line; quotes, commas and lines inside are kept, formulas are not run, numbers stay numbers', () => {
  expect(
    toCsv([
      ['What', 'Dollars'],
      ['He said "no", twice\nthen left', dollarsOf(-400_000)],
      ['=1+1', 2],
      ['-5 off', 0],
    ]),
  ).toBe('What,Dollars\r\n"He said ""no"", twice\nthen left",-0.4\r\n\'=1+1,2\r\n\'-5 off,0\r\n');
});

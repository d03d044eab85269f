import type { FailureCode } from '../providers/failure.ts';
import type { ReportedVariant } from './demo-report.ts';

/** The cause that each fault token of the sandbox makes a render end with. A token that is absent here heals by itself. */
const CAUSE_OF_TOKEN: Record<string, FailureCode> = {
  sentinel: 'prompt_refused',
  'model-gone': 'model_gone',
  fail: 'provider_error',
  'fail:moderation': 'moderation_blocked',
  stall: 'render_timeout',
  expire: 'output_expired',
  'unknown-status': 'status_unknown',
};

export interface Ends {
  ready: number;
  failed: number;
  /** Neither ready nor failed: parked or cancelled. */
  other: number;
  causes: { code: string; count: number; isExpected: boolean }[];
  /** Every variant ended ready, or failed with the cause its fault token names. */
  isGood: boolean;
}

export function judgeEnds(variants: readonly ReportedVariant[]): Ends {
  const ready = variants.filter(({ phase }) => phase === 'ready').length;
  const failed = variants.filter(({ phase }) => phase === 'failed');
  const judged = failed.map((variant) => ({
    code: variant.failureCode ?? 'unknown',
    isExpected: causesOf(variant.prompt).includes(variant.failureCode),
  }));
  const causes = [...Map.groupBy(judged, ({ code, isExpected }) => `${code} ${isExpected}`).values()].map((group) => ({
    ...group[0]!,
    count: group.length,
  }));
  const other = variants.length - ready - failed.length;
  return { ready, failed: failed.length, other, causes, isGood: other === 0 && judged.every(({ isExpected }) => isExpected) };
}

function causesOf(prompt: string): (string | null)[] {
  return [...prompt.matchAll(/\[\[([a-z0-9-]+)(?::([a-z]+))?[^\]]*\]\]/g)].flatMap(([, name = '', argument]) => {
    const cause = (argument ? CAUSE_OF_TOKEN[`${name}:${argument}`] : undefined) ?? CAUSE_OF_TOKEN[name];
    return cause ? [cause] : [];
  });
}

import { RULES, type Finding, type Severity } from '@dailies/schema/lint';
import { CircleSlash, Lightbulb, ShieldAlert, WandSparkles, type LucideIcon } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { countOf, formatCount } from '../../ui/format.ts';
import { cutAtFindings, LINTED_PROMPTS_MAX, type LintedPrompt } from './linted-prompts.ts';

const SHOWN_PROMPTS = 100;

const LOOKS: Record<Severity, { icon: LucideIcon; text: string; mark: string; word: string }> = {
  reject: { icon: CircleSlash, text: 'text-failed', mark: 'decoration-failed bg-failed/10', word: 'Will not be rendered' },
  warn: { icon: ShieldAlert, text: 'text-blocked', mark: 'decoration-blocked', word: 'Likely to disappoint' },
  hint: { icon: Lightbulb, text: 'text-muted', mark: 'decoration-faint', word: 'Could be better' },
};

interface LintedListProps {
  linted: readonly LintedPrompt[];
  total: number;
  onMend: (place: number, finding: Finding) => void;
}

/** The prompts as they were read, with what the rules say of each beside a fix for it. */
export function LintedList({ linted, total, onMend }: LintedListProps) {
  return (
    <ol aria-label="Prompts as read" tabIndex={0} className="max-h-72 overflow-y-auto rounded-md border bg-sunken">
      {linted.slice(0, SHOWN_PROMPTS).map((prompt, place) => (
        <li key={place} className="flex gap-3 border-b px-2.5 py-1.5 last:border-0">
          <span className="figures w-6 shrink-0 text-right text-faint">{place + 1}</span>
          <div className="min-w-0 grow">
            <p className="break-words whitespace-pre-line">
              {cutAtFindings(prompt).map(({ text, finding }, n) =>
                finding ? (
                  <mark
                    key={n}
                    className={`bg-transparent text-text underline decoration-wavy underline-offset-3 ${LOOKS[finding.severity].mark}`}
                  >
                    {text}
                  </mark>
                ) : (
                  <span key={n}>{text}</span>
                ),
              )}
            </p>
            {prompt.findings.length > 0 && (
              <ul className="mt-1 flex flex-col gap-1">
                {prompt.findings.map((finding) => (
                  <FindingLine key={`${finding.code}${finding.span.start}`} finding={finding} onMend={() => onMend(place, finding)} />
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
      {total > SHOWN_PROMPTS && <li className="figures px-2.5 py-1 pl-11 text-muted">and {formatCount(total - SHOWN_PROMPTS)} more</li>}
    </ol>
  );
}

function FindingLine({ finding, onMend }: { finding: Finding; onMend: () => void }) {
  const look = LOOKS[finding.severity];
  return (
    <li className="flex items-start gap-2 text-sm">
      <look.icon aria-label={look.word} className={`mt-0.5 size-3.5 shrink-0 ${look.text}`} />
      <span className="min-w-0 grow text-muted">
        <span className={`font-medium ${look.text}`}>{RULES[finding.code].name}.</span> {finding.sentence}
      </span>
      {finding.rewrite.edits.length > 0 && (
        <Button size="small" look="quiet" icon={WandSparkles} onClick={onMend}>
          {finding.rewrite.label}
        </Button>
      )}
    </li>
  );
}

/** `2 prompts will not be rendered · 5 hints`, of the prompts that were read. */
export function LintSummary({ linted, total }: { linted: readonly LintedPrompt[]; total: number }) {
  const rejected = linted.filter(({ findings }) => findings.some(({ severity }) => severity === 'reject')).length;
  const others = linted.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'reject')).length;
  return (
    <span className="figures text-sm" role="status">
      {rejected > 0 && <span className="font-medium text-failed">{countOf(rejected, 'prompt')} will not be rendered</span>}
      {rejected > 0 && others > 0 && ' · '}
      {others > 0 && <span className="text-muted">{countOf(others, 'hint')}</span>}
      {total > LINTED_PROMPTS_MAX && (rejected > 0 || others > 0) && (
        <span className="text-faint"> in the first {formatCount(LINTED_PROMPTS_MAX)}</span>
      )}
    </span>
  );
}

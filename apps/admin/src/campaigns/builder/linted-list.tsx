import { RULES, type Finding, type Severity } from '@dailies/schema/lint';
import { CircleSlash, Lightbulb, ShieldAlert, WandSparkles, type LucideIcon } from 'lucide-react';
import { Fragment } from 'react';
import { Button } from '../../ui/button.tsx';
import { countOf, formatCount } from '../../ui/format.ts';
import { cutAtFindings, LINTED_PROMPTS_MAX, shownPlaces, type LintedPrompt } from './linted-prompts.ts';

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
  const places = shownPlaces(linted);
  return (
    <ol aria-label="Prompts as read" tabIndex={0} className="max-h-72 overflow-y-auto rounded-md border bg-sunken">
      {places.map((place) => (
        <li key={place} className="flex gap-3 border-b px-2.5 py-1.5 last:border-0">
          <span className="figures w-6 shrink-0 text-right text-faint">{place + 1}</span>
          <div className="min-w-0 grow">
            <MarkedText {...linted[place]!} />
            <FindingLines findings={linted[place]!.findings} onMend={(finding) => onMend(place, finding)} />
          </div>
        </li>
      ))}
      {total > places.length && <li className="figures px-2.5 py-1 pl-11 text-muted">and {formatCount(total - places.length)} more</li>}
    </ol>
  );
}

/** A prompt with the words that are to blame underlined. */
export function MarkedText(prompt: Pick<LintedPrompt, 'text' | 'findings'>) {
  return (
    <p className="break-words whitespace-pre-line">
      {cutAtFindings(prompt).map(({ text, finding }, n) =>
        finding ? (
          <mark key={n} className={`bg-transparent text-text underline decoration-wavy underline-offset-3 ${LOOKS[finding.severity].mark}`}>
            {text}
          </mark>
        ) : (
          <span key={n}>{text}</span>
        ),
      )}
    </p>
  );
}

/** What the rules say, each with its fix where there is one. */
export function FindingLines({ findings, onMend }: { findings: readonly Finding[]; onMend: (finding: Finding) => void }) {
  if (findings.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-col gap-1">
      {findings.map((finding) => (
        <FindingLine key={`${finding.code}${finding.span.start}`} finding={finding} onMend={() => onMend(finding)} />
      ))}
    </ul>
  );
}

function FindingLine({ finding, onMend }: { finding: Finding; onMend: () => void }) {
  const look = LOOKS[finding.severity];
  return (
    <li className="flex items-start gap-2 text-sm max-sm:flex-wrap">
      <look.icon aria-label={look.word} className={`mt-0.5 size-3.5 shrink-0 ${look.text}`} />
      <span className="min-w-0 grow text-muted max-sm:basis-4/5">
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
  const waiting = linted.filter(({ isWaiting }) => isWaiting).length;
  const says = [
    { of: rejected, look: 'font-medium text-failed', words: `${countOf(rejected, 'prompt')} will not be rendered` },
    { of: others, look: 'text-muted', words: countOf(others, 'hint') },
    { of: waiting, look: 'text-faint', words: `${formatCount(waiting)} still to read` },
  ].filter(({ of }) => of > 0);
  return (
    <span className="figures text-sm" role="status">
      {says.map(({ look, words }, place) => (
        <Fragment key={words}>
          {place > 0 && ' · '}
          <span className={look}>{words}</span>
        </Fragment>
      ))}
      {total > LINTED_PROMPTS_MAX && says.length > 0 && <span className="text-faint"> in the first {formatCount(LINTED_PROMPTS_MAX)}</span>}
    </span>
  );
}

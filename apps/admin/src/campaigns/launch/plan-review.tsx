import { CircleSlash } from 'lucide-react';
import { readFragment, type FragmentType } from '../../gql';
import { countOf, formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { readCounts } from '../campaign-counts.tsx';
import { BudgetBars } from './budget-bars.tsx';
import { MoneyLines } from './money-lines.tsx';
import { OfferLines } from './offer-lines.tsx';
import { PlannedCampaignFragment } from './use-plan.ts';
import { verdictWords } from './verdict-words.ts';

/** What would be rendered: blocked cells first, then each offer with its count and its price, then the sum. */
export function PlanReview({ campaign }: { campaign: FragmentType<typeof PlannedCampaignFragment> }) {
  const planned = readFragment(PlannedCampaignFragment, campaign);
  const { id, plan, axes } = planned;
  const { phases } = readCounts(planned);
  const [blocked, excluded, wanted] = [phases.BLOCKED ?? 0, phases.EXCLUDED ?? 0, phases.PLANNED ?? 0];
  if (!plan || !axes) return null;
  return (
    <>
      {blocked > 0 && (
        <Notice look="warning" title={`${countOf(blocked, 'cell')} will not be sent`}>
          <ul className="list-disc pl-4">
            {plan.blocked.map(({ verdict, note, count }) => (
              <li key={`${verdict} ${note}`}>
                <span className="figures">{formatCount(count)}</span> {verdictWords(verdict)}
                {note !== null && <>: {note}</>}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {plan.warnings.length > 0 && (
        <Notice look="warning" title="Worth knowing">
          <ul className="list-disc pl-4">
            {plan.warnings.map(({ code, message }) => (
              <li key={`${code} ${message}`}>{message}</li>
            ))}
          </ul>
        </Notice>
      )}
      {wanted === 0 && (
        <Notice look="error" title="There is nothing to launch">
          Every cell is blocked or left out.
        </Notice>
      )}
      <OfferLines campaignId={id} planHash={plan.hash} offers={axes.offers} total={{ count: wanted, micros: plan.estimateMicros }} />
      <MoneyLines plan={plan} />
      <BudgetBars plan={plan} />
      {excluded > 0 && (
        <p className="flex items-center gap-2 text-muted">
          <CircleSlash aria-hidden className="size-4" />
          {countOf(excluded, 'cell')} left out by hand.
        </p>
      )}
      <p className="text-sm text-muted">
        The reserve is held when you launch. Each render settles at its real cost; what fails costs nothing, and what is left returns.
      </p>
    </>
  );
}

import { ArrowRight, Shuffle } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation, useQuery } from 'urql';
import { graphql, type DocumentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { countOf, formatMicros, ratioOf } from '../../ui/format.ts';
import { FrameGlyph } from '../../ui/frame-glyph.tsx';
import { newKey } from '../../ui/idempotency-key.ts';
import { Notice } from '../../ui/notice.tsx';
import { refusalOf } from '../../ui/refusal.ts';
import { useCellActions } from '../matrix/cell-actions.ts';

const CompareModelsQuery = graphql(`
  query CompareModels($campaignId: ID!, $models: [ModelSwapInput!]!) {
    campaign(id: $campaignId) {
      id
      compareModels(models: $models) {
        __typename
        ... on EquivalenceReport {
          beforeMicros
          afterMicros
          columns {
            waiting
            failed
            underWay
            differences
            from {
              model {
                id
                name
              }
              size
              seconds
              priceMicros
            }
            to {
              size
              seconds
              priceMicros
            }
          }
        }
        ... on Refusal {
          code
          message
        }
      }
    }
  }
`);

const ReplanCampaignMutation = graphql(`
  mutation ReplanCampaign($input: ReplanCampaignInput!) {
    replanCampaign(input: $input) {
      __typename
      ... on ReplanCampaignSuccess {
        campaign {
          id
          status
          ...CampaignCost_Campaign
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface ComparisonProps {
  campaignId: string;
  models: { fromId: string; toId: string }[];
  /** Before launch there is no money to move: the brief takes the other models. */
  beforeLaunch: boolean;
  onDone: () => void;
}

/** What would become of each column at the chosen models, what that costs, and the button that does it. */
export function Comparison({ campaignId, models, beforeLaunch, onDone }: ComparisonProps) {
  const [{ data, fetching: comparing }] = useQuery({
    query: CompareModelsQuery,
    variables: { campaignId, models },
    requestPolicy: 'network-only',
  });
  const [{ fetching }, replan] = useMutation(ReplanCampaignMutation);
  const [refused, setRefused] = useState<string | null>(null);
  const { retry } = useCellActions(campaignId);
  const [key] = useState(newKey);
  const answer = data?.campaign?.compareModels;
  if (comparing || !answer) return <p className="text-muted">Comparing…</p>;
  if (answer.__typename !== 'EquivalenceReport') return <Notice look="error">{answer.message}</Notice>;
  const { columns, beforeMicros, afterMicros } = answer;
  const cells = columns.reduce((sum, { waiting, failed }) => sum + waiting + failed, 0);
  const underWay = columns.reduce((sum, column) => sum + column.underWay, 0);
  const retries = retriesOf(columns);
  const doReplan = async () => {
    setRefused(null);
    const said = await replan({ input: { campaignId, models, idempotencyKey: key } });
    const refusal = refusalOf(said.data?.replanCampaign, said.error);
    if (refusal) return setRefused(refusal.message);
    onDone();
    if (retries.count === 0) return;
    const again = { label: 'Retry them', onClick: () => void retry({ failureCodes: ['model_gone'] }) };
    toast.success(`${countOf(retries.count, 'failed cell')} moved as well.`, { action: again });
  };
  return (
    <>
      {columns.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {columns.map(({ from, to, waiting, failed, differences }) => (
            <li
              key={`${from.model.id} ${from.size} ${from.seconds}`}
              className="figures flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2"
            >
              {models.length > 1 && <span className="w-full text-sm text-muted">{from.model.name}</span>}
              <Frame {...from} />
              <ArrowRight aria-label="becomes" className="size-4 text-faint" />
              {to ? <Frame {...to} /> : <span className="text-failed">nothing like it</span>}
              <span className="grow" />
              <span className="text-sm text-muted">
                {countOf(waiting + failed, 'cell')}
                {differences.length > 0 && ` · other ${differences.map((one) => one.toLowerCase()).join(', ')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {columns.length === 0 && (
        <p className="text-muted">
          {beforeLaunch ? 'Its cells have no price to compare yet: the plan will say it.' : 'No cell is left to move from these models.'}
        </p>
      )}
      {underWay > 0 && (
        <p className="text-muted">{countOf(underWay, 'render')} with the provider, or about to be sent, stay as they are.</p>
      )}
      {columns.some(({ waiting }) => waiting > 0) && (
        <p className="figures flex items-baseline justify-between border-t-2 border-line-strong pt-2 text-lg font-semibold">
          <span>{beforeLaunch ? 'Price of the cells' : 'Reserved for what waits'}</span>
          <span>
            {formatMicros(beforeMicros)} → {afterMicros === null ? 'no price' : formatMicros(afterMicros)}
          </span>
        </p>
      )}
      {retries.count > 0 && (
        <p className="figures text-muted">
          Trying the {countOf(retries.count, 'failed cell')} again would cost{' '}
          {retries.micros === null ? 'what nobody has entered a price for yet' : formatMicros(retries.micros)}.
        </p>
      )}
      {refused !== null && (
        <Notice look="error" title="Nothing was changed">
          {refused}
        </Notice>
      )}
      <div className="flex justify-end">
        <Button
          look="primary"
          icon={Shuffle}
          disabled={!beforeLaunch && (cells === 0 || afterMicros === null)}
          busy={fetching}
          onClick={() => void doReplan()}
        >
          {beforeLaunch ? 'Take the other model' : `Move ${countOf(cells, 'cell')}`}
        </Button>
      </div>
    </>
  );
}

function Frame({ size, seconds, priceMicros }: { size: string; seconds: number; priceMicros: number | null | undefined }) {
  return (
    <span className="flex items-center gap-1.5">
      <FrameGlyph size={size} />
      {seconds} s {ratioOf(size)}
      <span className="text-muted">{priceMicros == null ? 'no price' : formatMicros(priceMicros)}</span>
    </span>
  );
}

type Report = Extract<
  NonNullable<DocumentType<typeof CompareModelsQuery>['campaign']>['compareModels'],
  { __typename: 'EquivalenceReport' }
>;

/** Failed cells that would move, and what trying them again costs there; no figure where a price is not known. */
function retriesOf(columns: Report['columns']): { count: number; micros: number | null } {
  return columns.reduce<{ count: number; micros: number | null }>(
    ({ count, micros }, { failed, to }) => ({
      count: count + failed,
      micros: micros === null || (failed > 0 && to?.priceMicros == null) ? null : micros + failed * (to?.priceMicros ?? 0),
    }),
    { count: 0, micros: 0 },
  );
}

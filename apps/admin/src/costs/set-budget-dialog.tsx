import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { graphql } from '../gql';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { refusalOf } from '../ui/refusal.ts';
import { Segmented } from '../ui/segmented.tsx';
import { readDollars } from '../ui/read-dollars.ts';
import { Select } from '../ui/select.tsx';
import { CampaignPicker, type PickedCampaign } from './campaign-picker.tsx';
import { readThresholds } from './read-thresholds.ts';

const SetBudgetMutation = graphql(`
  mutation SetBudget($input: SetBudgetInput!) {
    setBudget(input: $input) {
      __typename
      ... on SetBudgetSuccess {
        budget {
          id
          ...BudgetRow_Budget
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const MembersQuery = graphql(`
  query Members {
    viewer {
      user {
        id
      }
      workspace {
        id
        members {
          id
          name
        }
      }
    }
  }
`);

const THRESHOLDS_TEXT = '50, 80, 100';
const PERIOD_HINTS = {
  DAY: 'Counts each day from 00:00 UTC, then begins anew.',
  MONTH: 'Counts each calendar month (UTC), then begins anew.',
  TOTAL: 'Counts everything this campaign ever spends; it never begins anew.',
} as const;

interface SetBudgetDialogProps {
  /** Given where it can only be this campaign's. */
  campaign?: PickedCampaign;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSet: () => void;
}

/** Sets a limit of the whole team, a person or a campaign; the budget of the same owner and period takes the new limit. */
export function SetBudgetDialog({ open, onOpenChange, ...rest }: SetBudgetDialogProps) {
  const [{ fetching }, setBudget] = useMutation(SetBudgetMutation);
  const [wish, setWish] = useState<Wish | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [wasOpen, setWasOpen] = useState(open);
  if (wasOpen !== open) {
    setWasOpen(open);
    setWish(null);
    setRefused(null);
  }
  const save = async () => {
    if (!wish) return;
    const { data, error } = await setBudget({ input: wish });
    const refusal = refusalOf(data?.setBudget, error);
    setRefused(refusal?.message ?? null);
    if (refusal) return;
    onOpenChange(false);
    rest.onSet();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Set a budget"
      description="A launch that does not fit is refused before anything is sent."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Not now</Button>
          <Button look="primary" disabled={wish === null} busy={fetching} onClick={() => void save()}>
            Set the budget
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <BudgetFields campaign={rest.campaign ?? null} onWish={setWish} />
        {refused !== null && <Notice look="error">{refused}</Notice>}
      </form>
    </Dialog>
  );
}

type Scope = 'WORKSPACE' | 'USER' | 'CAMPAIGN';
type Period = keyof typeof PERIOD_HINTS;

interface Wish {
  scope: Scope;
  period: Period;
  limitMicros: number;
  thresholds: number[];
  userId?: string;
  campaignId?: string;
}

interface Choices {
  scope: Scope;
  period: Period;
  userId: string | null;
  campaign: PickedCampaign | null;
  dollars: string;
  alerts: string;
}

/** What may be sent; null while something is missing or wrong. */
function wishOf({ scope, period, userId, campaign, dollars, alerts }: Choices): Wish | null {
  const [limitMicros, thresholds] = [readDollars(dollars), readThresholds(alerts)];
  if (limitMicros === null || thresholds === null) return null;
  const wish = { scope, period, limitMicros, thresholds };
  if (scope === 'WORKSPACE') return wish;
  if (scope === 'USER') return userId === null ? null : { ...wish, userId };
  return campaign === null ? null : { ...wish, campaignId: campaign.id };
}

/** The form itself: it begins anew whenever the dialog opens. */
function BudgetFields({ campaign: fixed, onWish }: { campaign: PickedCampaign | null; onWish: (wish: Wish | null) => void }) {
  const [{ data }] = useQuery({ query: MembersQuery });
  const members = data?.viewer.workspace.members ?? [];
  const [chosen, setChosen] = useState<Choices>({
    scope: fixed ? 'CAMPAIGN' : 'WORKSPACE',
    period: fixed ? 'TOTAL' : 'MONTH',
    userId: null,
    campaign: fixed,
    dollars: '',
    alerts: THRESHOLDS_TEXT,
  });
  const { scope, period, campaign, dollars, alerts } = chosen;
  const userId = chosen.userId ?? data?.viewer.user.id ?? null;
  const choose = (change: Partial<Choices>) => {
    const next = { ...chosen, userId, ...change };
    if (next.scope !== 'CAMPAIGN' && next.period === 'TOTAL') next.period = 'MONTH';
    setChosen(next);
    onWish(wishOf(next));
  };
  return (
    <>
      {fixed ? (
        <p>
          <span className="text-muted">For the campaign</span> <span className="font-medium">{fixed.name}</span>
        </p>
      ) : (
        <Labelled label="Whose">
          <Segmented
            label="Whose"
            value={scope}
            choices={[
              { value: 'WORKSPACE', word: 'The whole team' },
              { value: 'USER', word: 'A person' },
              { value: 'CAMPAIGN', word: 'A campaign' },
            ]}
            onChoose={(next) => choose({ scope: next, ...(next === 'CAMPAIGN' && { period: 'TOTAL' }) })}
          />
        </Labelled>
      )}
      {scope === 'USER' && userId !== null && (
        <div>
          <Select
            label="Person"
            value={userId}
            choices={members.map(({ id, name }) => ({ value: id, word: name }))}
            onChoose={(next) => choose({ userId: next })}
          />
        </div>
      )}
      {scope === 'CAMPAIGN' && !fixed && <CampaignPicker picked={campaign} onPick={(next) => choose({ campaign: next })} />}
      <Labelled label="How long" hint={PERIOD_HINTS[period]}>
        <Segmented
          label="How long"
          value={period}
          choices={[
            { value: 'DAY', word: 'A day' },
            { value: 'MONTH', word: 'A month' },
            ...(scope === 'CAMPAIGN' ? [{ value: 'TOTAL' as const, word: 'In all' }] : []),
          ]}
          onChoose={(next) => choose({ period: next })}
        />
      </Labelled>
      <TextField
        label="Dollars"
        inputMode="decimal"
        placeholder="120.00"
        value={dollars}
        onChange={(event) => choose({ dollars: event.target.value })}
        {...(dollars !== '' && readDollars(dollars) === null && { error: 'An amount such as 120 or 120.50.' })}
      />
      <TextField
        label="Alerts at percent"
        inputMode="numeric"
        hint="Each is told once a period, here and in the log. Leave it empty for none."
        value={alerts}
        onChange={(event) => choose({ alerts: event.target.value })}
        {...(readThresholds(alerts) === null && { error: 'Whole percentages from 1 to 1000, at most ten: 50, 80, 100.' })}
      />
    </>
  );
}

function Labelled({ label, hint, children }: { label: string; hint?: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-1">
      <span aria-hidden className="font-medium">
        {label}
      </span>
      {children}
      {hint !== undefined && <p className="text-sm text-muted">{hint}</p>}
    </div>
  );
}

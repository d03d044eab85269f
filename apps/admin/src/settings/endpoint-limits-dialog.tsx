import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../gql';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { refusalOf } from '../ui/refusal.ts';
import { Switch } from '../ui/switch.tsx';

const SetEndpointLimitsMutation = graphql(`
  mutation SetEndpointLimits($input: SetEndpointLimitsInput!) {
    setEndpointLimits(input: $input) {
      __typename
      ... on SetEndpointLimitsSuccess {
        endpoint {
          ...EndpointCard_Endpoint
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

interface EndpointLimitsDialogProps {
  endpointId: string;
  name: string;
  limits: {
    inFlight: number;
    requestsPerMinute?: number | null | undefined;
    requestsPerDay?: number | null | undefined;
    finalsFirst: boolean;
  };
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What the key allows, as the provider's own page says it. An empty field is no limit. */
export function EndpointLimitsDialog(props: EndpointLimitsDialogProps) {
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={`What ${props.name} allows`}
      description="Kept exactly, however many workers send. It holds from the next request on."
    >
      {props.open && <LimitsForm {...props} />}
    </Dialog>
  );
}

function LimitsForm({ endpointId, limits, onOpenChange }: EndpointLimitsDialogProps) {
  const [{ fetching }, save] = useMutation(SetEndpointLimitsMutation);
  const [inFlight, setInFlight] = useState(String(limits.inFlight));
  const [minute, setMinute] = useState(limits.requestsPerMinute == null ? '' : String(limits.requestsPerMinute));
  const [day, setDay] = useState(limits.requestsPerDay == null ? '' : String(limits.requestsPerDay));
  const [finalsFirst, setFinalsFirst] = useState(limits.finalsFirst);
  const [refused, setRefused] = useState<string | null>(null);
  const isSound = isCount(inFlight) && inFlight.trim() !== '' && isCount(minute) && isCount(day);
  const doSave = async () => {
    const numberOf = (text: string) => (text.trim() === '' ? null : Number(text));
    const input = {
      endpointId,
      inFlight: Number(inFlight),
      requestsPerMinute: numberOf(minute),
      requestsPerDay: numberOf(day),
      finalsFirst,
    };
    const { data, error } = await save({ input });
    const refusal = refusalOf(data?.setEndpointLimits, error);
    if (refusal) setRefused(refusal.message);
    else onOpenChange(false);
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void doSave();
      }}
    >
      <TextField label="Renders at once" inputMode="numeric" value={inFlight} onChange={(event) => setInFlight(event.target.value)} />
      <TextField
        label="Requests in any minute"
        hint="Empty: no limit."
        inputMode="numeric"
        value={minute}
        onChange={(event) => setMinute(event.target.value)}
      />
      <TextField
        label="Requests a day"
        hint="From 00:00 to 24:00 UTC. Empty: no limit."
        inputMode="numeric"
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      <Switch label="Finals first" hint="Previews wait while finals are queued." checked={finalsFirst} onChange={setFinalsFirst} />
      {refused !== null && <Notice look="error">{refused}</Notice>}
      <div className="flex justify-end">
        <Button look="primary" type="submit" disabled={!isSound} busy={fetching}>
          Save the limits
        </Button>
      </div>
    </form>
  );
}

function isCount(text: string): boolean {
  return /^\s*\d{0,7}\s*$/.test(text);
}

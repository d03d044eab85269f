export const possibleTypes: Record<string, string[]> = {
  "CancelCampaignResult": [
    "CancelCampaignSuccess",
    "NotAllowed",
    "NotFound",
    "WrongStatus"
  ],
  "CreateCampaignResult": [
    "CreateCampaignSuccess",
    "InputInvalid",
    "NotAllowed",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable"
  ],
  "ImportPromptsResult": [
    "ImportPromptsSuccess",
    "ImportRefused",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "WrongStatus"
  ],
  "LaunchCampaignResult": [
    "IdempotencyKeyReused",
    "LaunchCampaignSuccess",
    "NotAllowed",
    "NotFound",
    "NotPriced",
    "NothingToRender",
    "PlanStale",
    "WrongStatus"
  ],
  "Node": [
    "Campaign",
    "Clip",
    "Endpoint",
    "Model",
    "Preset",
    "PresetPack",
    "Render",
    "User",
    "Variant",
    "Workspace"
  ],
  "PauseCampaignResult": [
    "NotAllowed",
    "NotFound",
    "PauseCampaignSuccess",
    "WrongStatus"
  ],
  "PlanCampaignResult": [
    "NotAllowed",
    "NotFound",
    "NothingToRender",
    "PlanCampaignSuccess",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownVariable",
    "WrongStatus"
  ],
  "Refusal": [
    "IdempotencyKeyReused",
    "ImportRefused",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "NotPriced",
    "NothingToRender",
    "PlanStale",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "WrongStatus"
  ],
  "ResumeCampaignResult": [
    "NotAllowed",
    "NotFound",
    "ResumeCampaignSuccess",
    "WrongStatus"
  ],
  "RetryRendersResult": [
    "IdempotencyKeyReused",
    "NotAllowed",
    "NotFound",
    "NothingToRender",
    "RetryRendersSuccess",
    "WrongStatus"
  ],
  "SetVariantsExcludedResult": [
    "NotAllowed",
    "NotFound",
    "SetVariantsExcludedSuccess",
    "WrongStatus"
  ],
  "UpdateCampaignResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "UpdateCampaignSuccess",
    "WrongStatus"
  ]
};

export const possibleTypes: Record<string, string[]> = {
  "CancelCampaignResult": [
    "CancelCampaignSuccess",
    "InputInvalid",
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
    "PromptInvalid",
    "TooManyVariants",
    "UnknownVariable",
    "WrongStatus"
  ],
  "LaunchCampaignResult": [
    "IdempotencyKeyReused",
    "InputInvalid",
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
    "PromptTemplate",
    "Render",
    "User",
    "Variant",
    "Workspace"
  ],
  "PauseCampaignResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "PauseCampaignSuccess",
    "WrongStatus"
  ],
  "PlanCampaignResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "PlanCampaignSuccess",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownSeconds",
    "UnknownSize",
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
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "ResumeCampaignSuccess",
    "WrongStatus"
  ],
  "RetryRendersResult": [
    "IdempotencyKeyReused",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "NothingToRender",
    "RetryRendersSuccess",
    "WrongStatus"
  ],
  "SetVariantsExcludedResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "SetVariantsExcludedSuccess",
    "WrongStatus"
  ],
  "StoredFile": [
    "ClipFile",
    "SpriteFile"
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

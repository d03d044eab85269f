export const possibleTypes: Record<string, string[]> = {
  "AddModelResult": [
    "AddModelSuccess",
    "InputInvalid",
    "ModelExists",
    "NotAllowed",
    "NotFound"
  ],
  "AddReferenceResult": [
    "AddReferenceSuccess",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "PictureInvalid"
  ],
  "AdjustLedgerResult": [
    "AdjustLedgerSuccess",
    "IdempotencyKeyReused",
    "InputInvalid",
    "NotAllowed",
    "NotFound"
  ],
  "ArchiveCampaignResult": [
    "ArchiveCampaignSuccess",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "WrongStatus"
  ],
  "ArchiveReferenceResult": [
    "ArchiveReferenceSuccess",
    "NotAllowed",
    "NotFound"
  ],
  "CancelCampaignResult": [
    "CancelCampaignSuccess",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "WrongStatus"
  ],
  "ChangeModelResult": [
    "ChangeModelSuccess",
    "InputInvalid",
    "NotAllowed",
    "NotFound"
  ],
  "CloneCampaignResult": [
    "CloneCampaignSuccess",
    "IdempotencyKeyReused",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "WrongStatus"
  ],
  "CompareModelsResult": [
    "EquivalenceReport",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "UnknownModel"
  ],
  "CreateCampaignResult": [
    "CreateCampaignSuccess",
    "InputInvalid",
    "NotAllowed",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable"
  ],
  "DecideParkedRenderResult": [
    "DecideParkedRenderSuccess",
    "IdempotencyKeyReused",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "NotParked",
    "WrongStatus"
  ],
  "DecideParkedRendersResult": [
    "DecideParkedRendersSuccess",
    "IdempotencyKeyReused",
    "InputInvalid",
    "NotAllowed",
    "NotFound"
  ],
  "DeleteOrphanResult": [
    "DeleteOrphanSuccess",
    "NotAllowed",
    "NotFound",
    "OrphanNotDeleted"
  ],
  "EditPromptsResult": [
    "EditPromptsSuccess",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "PromptInvalid",
    "UnknownVariable",
    "WrongStatus"
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
    "BudgetExceeded",
    "IdempotencyKeyReused",
    "InputInvalid",
    "LaunchCampaignSuccess",
    "NotAllowed",
    "NotFound",
    "NotPriced",
    "NothingToRender",
    "OverEntitlement",
    "PlanStale",
    "QuotaExceeded",
    "WrongStatus"
  ],
  "Node": [
    "Budget",
    "Campaign",
    "Clip",
    "Endpoint",
    "Model",
    "Orphan",
    "Preset",
    "PresetPack",
    "PromptTemplate",
    "Reference",
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
  "PauseEndpointResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "PauseEndpointSuccess"
  ],
  "PlanCampaignResult": [
    "InputInvalid",
    "ModerationUnavailable",
    "NotAllowed",
    "NotFound",
    "PlanCampaignSuccess",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "WrongStatus"
  ],
  "PreviewCampaignResult": [
    "IdempotencyKeyReused",
    "InputInvalid",
    "ModerationUnavailable",
    "NotAllowed",
    "NotFound",
    "PreviewCampaignSuccess",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "WrongStatus"
  ],
  "PromoteVariantsResult": [
    "IdempotencyKeyReused",
    "InputInvalid",
    "ModerationUnavailable",
    "NotAllowed",
    "NotFound",
    "PromoteVariantsSuccess",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "WrongStatus"
  ],
  "Refusal": [
    "BudgetExceeded",
    "IdempotencyKeyReused",
    "ImportRefused",
    "InputInvalid",
    "ModelExists",
    "ModelRetired",
    "ModerationUnavailable",
    "NotAllowed",
    "NotFound",
    "NotParked",
    "NotPriced",
    "NothingToRender",
    "OrphanNotDeleted",
    "OverEntitlement",
    "PictureInvalid",
    "PlanStale",
    "PromptInvalid",
    "QuotaExceeded",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "WrongStatus"
  ],
  "RemoveBudgetResult": [
    "NotAllowed",
    "NotFound",
    "RemoveBudgetSuccess"
  ],
  "ReplanCampaignResult": [
    "BudgetExceeded",
    "IdempotencyKeyReused",
    "InputInvalid",
    "ModerationUnavailable",
    "NotAllowed",
    "NotFound",
    "NotPriced",
    "NothingToRender",
    "OverEntitlement",
    "PromptInvalid",
    "ReplanCampaignSuccess",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "WrongStatus"
  ],
  "ResumeCampaignResult": [
    "BudgetExceeded",
    "InputInvalid",
    "ModelRetired",
    "NotAllowed",
    "NotFound",
    "ResumeCampaignSuccess",
    "WrongStatus"
  ],
  "ResumeEndpointResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "ResumeEndpointSuccess"
  ],
  "RetryRendersResult": [
    "BudgetExceeded",
    "IdempotencyKeyReused",
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "NothingToRender",
    "QuotaExceeded",
    "RetryRendersSuccess",
    "WrongStatus"
  ],
  "SetBudgetResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "SetBudgetSuccess"
  ],
  "SetCampaignPriorityResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "SetCampaignPrioritySuccess",
    "WrongStatus"
  ],
  "SetEditionResult": [
    "NotAllowed",
    "SetEditionSuccess"
  ],
  "SetEndpointLimitsResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "SetEndpointLimitsSuccess"
  ],
  "SetModelRetirementResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "SetModelRetirementSuccess"
  ],
  "SetPriceResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "SetPriceSuccess"
  ],
  "SetReuseWindowResult": [
    "InputInvalid",
    "NotAllowed",
    "SetReuseWindowSuccess"
  ],
  "SetVariantsExcludedResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "SetVariantsExcludedSuccess",
    "WrongStatus"
  ],
  "SetWinnersResult": [
    "InputInvalid",
    "NotAllowed",
    "NotFound",
    "SetWinnersSuccess"
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
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "UpdateCampaignSuccess",
    "WrongStatus"
  ],
  "VaryVariantResult": [
    "IdempotencyKeyReused",
    "InputInvalid",
    "ModerationUnavailable",
    "NotAllowed",
    "NotFound",
    "PromptInvalid",
    "TooManyVariants",
    "UnknownModel",
    "UnknownPreset",
    "UnknownReference",
    "UnknownSeconds",
    "UnknownSize",
    "UnknownVariable",
    "VaryVariantSuccess",
    "WrongStatus"
  ]
};

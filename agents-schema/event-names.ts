/** Names that events of the data stack are normalised to; anything else is called `custom.<name>`. */
export const eventNames = [
  "dbt_run_failed",
  "dbt_test_failed",
  "source_freshness_failed",
  "schema_change_detected",
  "pipeline_failed",
  "sync_completed",
  "data_quality_alert",
] as const;

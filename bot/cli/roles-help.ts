/** How a production is put together, for `buster start --help`. */
export const rolesHelp = `
Roles: any number of bots and runners share one Postgres (DATABASE_URL), and a Redis (REDIS_URL) where there is one

  DATABASE_URL=postgres://… REDIS_URL=redis://… buster start --role bot
  DATABASE_URL=postgres://… REDIS_URL=redis://… buster start --role runner

  bot      needs what GitHub and Slack ask for below; the only role that writes there
  runner   needs ANTHROPIC_API_KEY, WAREHOUSE_URL, a sandbox; to read repositories BUSTER_BOT_URL and
           BUSTER_RUNNER_TOKEN (best: it has no key of the App then), or GITHUB_APP_ID with its key
  all      both in one process; without DATABASE_URL the only role there is

  Each has a BUSTER_DATA directory of its own. GET /health on its PORT tells the role and whether ledger and queue
  answer. SIGTERM: nothing new is begun, runs in hand go on for BUSTER_DRAIN_SECONDS, and what is left another
  runner goes on with.`;

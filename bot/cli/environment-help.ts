/** The environment variables that `readConfig` knows, for `buster start --help`. */
export const environmentHelp = `
Environment variables

  GitHub (make an App from app.yml)
    GITHUB_APP_ID            number on the App's page
    GITHUB_PRIVATE_KEY_FILE  the .pem file that the App's page generates; GITHUB_PRIVATE_KEY has the key itself
    GITHUB_WEBHOOK_SECRET    what was typed into the App's page; webhooks go to PUBLIC_URL/webhooks/github
    GITHUB_APP_SLUG          the App's name in URLs (buster)
    GITHUB_API_URL           of GitHub Enterprise: https://HOST/api/v3
    GITHUB_WEB_URL           where people read pull requests (https://github.com)
    GITHUB_WRITE_PAUSE_MS    between two writes, as GitHub asks (1000); 0 where a server has no such limit

  Slack (make an app from deploy/slack-manifest.yaml)
    SLACK_BOT_TOKEN          xoxb-…
    SLACK_APP_TOKEN          xapp-…: Socket Mode, which needs no public address
    SLACK_SIGNING_SECRET     instead of it: HTTP, to PUBLIC_URL/slack/events
    SLACK_API_URL            of a stand-in

  Agents
    ANTHROPIC_API_KEY        without it the offline model answers
    ANTHROPIC_BASE_URL       of a gateway
    BUSTER_MODEL             used unless an agent names another; offline: none
    WAREHOUSE_URL            duckdb:PATH or postgres://…, read only
    BUSTER_SANDBOX           auto, docker, bubblewrap or process (auto)
    BUSTER_SANDBOX_IMAGE     for docker (buster-sandbox:1)
    BUSTER_SANDBOX_POOL      for docker: containers kept ready for the next runs (1)
    BUSTER_DBT_HOME          a Python environment with dbt, for bubblewrap
    BUSTER_CONCURRENCY       runs at once, 1 to 200 (2)

  Where things are
    DATABASE_URL             postgres://… or pglite:DIRECTORY; without it an embedded database in BUSTER_DATA
    BUSTER_ROLE              all, bot or runner (all); --role says it too
    BUSTER_RUNNER_TOKEN      a secret that bots and runners share: bots lend runners what reads a repository
    BUSTER_BOT_URL           of a runner: the bot that it asks, http://HOST:PORT; it then needs nothing of GitHub's
    BUSTER_DRAIN_SECONDS     how long runs in hand may go on when the process is stopped, 0 to 3600 (20)
    REDIS_URL                redis://…: the queue; without it the queue is where the ledger is
    BUSTER_DATA              ledger, mirrors and workspaces (XDG_DATA_HOME/buster, or ~/.local/share/buster)
    HOST, PORT               where to listen (127.0.0.1, 3000)
    PUBLIC_URL               where people and GitHub reach it
    BUSTER_WEB_TOKEN         what the run pages ask for; without it only this machine may look
    BUSTER_REPOSITORY        owner/name: what Slack commands are about
    BUSTER_MENTION           what commands on GitHub begin with (@ and the App's slug)
    LOG_LEVEL                debug, info, warn, error or silent (info)`;

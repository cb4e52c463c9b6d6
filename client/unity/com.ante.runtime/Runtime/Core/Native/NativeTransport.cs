using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>Reaches a server by HTTP, on desktop, mobile and in the Editor.</summary>
    public sealed partial class NativeTransport : ITransport
    {
        /// <summary>Between two looks at a match that somebody waits for; events are faster.</summary>
        private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(60);

        /// <summary>The same where the server has no events.</summary>
        private static readonly TimeSpan CashPlayLookPause = TimeSpan.FromSeconds(4);

        private readonly CancellationTokenSource closed = new CancellationTokenSource();
        private readonly NativeSurroundings surroundings;
        private readonly Records records;
        private readonly Waking waking;
        private readonly Retry retry;
        private readonly Dialect dialect = new Dialect();
        private readonly IPlayerSession session;
        private readonly SignIn? signIn;
        private readonly Sender sender;
        private readonly Outbox outbox;
        private readonly SettlementWaiter settlements;
        private readonly MatchCalls calls;
        private readonly MatchStarter starter;
        private readonly OpenAttempts openAttempts;
        private readonly AttemptStore store;
        private readonly SettlementCheck check;
        private readonly AsyncLock playing = new AsyncLock();
        private readonly Dictionary<string, Started> attempts = new Dictionary<string, Started>();

        /// <summary>Makes a transport; it asks for nothing before <see cref="StartAsync"/>.</summary>
        /// <exception cref="ArgumentException">The server's address or the client id is missing or wrong.</exception>
        public NativeTransport(AnteOptions options, NativeSurroundings surroundings)
        {
            this.surroundings = surroundings;
            var server = ServerAddress.Check(options.Server);
            if (options.ClientId == "") throw new ArgumentException("AnteOptions.ClientId is missing: the id of the game's registered client");
            var caller = new HttpCaller(surroundings.Http, server);
            records = new Records(surroundings.Storage, server, options.ClientId);
            waking = new Waking(surroundings.Scheduler);
            retry = new Retry(waking);
            if (options.AccessToken != null) session = new ExternalSession(options.AccessToken);
            else
            {
                var tokens = new TokenClient(caller, options.ClientId);
                var keeper = new SessionKeeper(options.TokenStore ?? new MemoryTokenStore(), retry, options.Report, closed.Token);
                var own = new Session(keeper, tokens, surroundings.Scheduler, retry);
                var client = (server, options.ClientId, options.Scope);
                session = own;
                signIn = new SignIn(surroundings, records, own, tokens, client, IdentifyAsync);
                surroundings.Browser.Arrived += FinishLate;
            }

            sender = new Sender(caller, session, retry);
            store = new AttemptStore(records);
            outbox = new Outbox(records, sender, retry, () => Player?.Id, closed.Token);
            settlements = new SettlementWaiter(surroundings.Scheduler);
            calls = new MatchCalls(sender, ViewerAsync);
            starter = new MatchStarter(sender, dialect);
            openAttempts = new OpenAttempts(sender, dialect, store, outbox, () => Player?.Id, ViewerAsync);
            check = new SettlementCheck(sender, dialect, closed.Token);
            Listen();

            async Task<Player> IdentifyAsync(string token, CancellationToken cancellation) =>
                await new Sender(caller, new FixedToken(token), retry).MeAsync(RetryPolicy.AFewTimes, cancellation);
        }

        /// <inheritdoc/>
        public event Action<AnteEvent> Happened = _ => { };

        /// <inheritdoc/>
        public Player? Player => session.Player;

        /// <inheritdoc/>
        public Connection Connection { get; private set; }

        /// <inheritdoc/>
        public string? WalletJwt => signIn?.WalletJwt;

        /// <inheritdoc/>
        public AnteException? FailedLogin { get; private set; }

        /// <inheritdoc/>
        public async Task<Player?> StartAsync(CancellationToken cancellation)
        {
            await session.LoadAsync();
            var launch = surroundings.Browser.TakeLaunch();
            if (launch != null) await FinishAsync(launch, cancellation);
            else if (Player != null || signIn == null) await RefreshPlayerAsync(cancellation);
            return Player;
        }

        /// <inheritdoc/>
        public Task<Player> LoginAsync(LoginOptions options, CancellationToken cancellation)
        {
            if (signIn != null) return signIn.RunAsync(options.Timeout, cancellation);
            throw new LoginRefusedException("This game signs players in by itself (AnteOptions.AccessToken)");
        }

        /// <inheritdoc/>
        public Task LogoutAsync()
        {
            signIn?.ForgetWalletJwt();
            return session.EndAsync();
        }

        /// <inheritdoc/>
        public async Task<Me> GetMeAsync(CancellationToken cancellation)
        {
            var me = await sender.MeAsync(RetryPolicy.AFewTimes, cancellation);
            await session.UpdateAsync(me);
            return me;
        }

        /// <inheritdoc/>
        public void SetBackground(bool background)
        {
            this.background = background;
            feed?.SetBackground(background);
            if (!background) waking.Wake();
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (closed.IsCancellationRequested) return;
            surroundings.Browser.Arrived -= FinishLate;
            StopFeed();
            closed.Cancel();
            settlements.Abandon(new UnavailableException("This client was closed"));
        }

        private async Task<long> ViewerAsync(CancellationToken cancellation) =>
            Player?.Id ?? (await GetMeAsync(cancellation)).Id;

        private async Task RefreshPlayerAsync(CancellationToken cancellation)
        {
            try
            {
                await session.UpdateAsync(await sender.MeAsync(RetryPolicy.Once, cancellation));
            }
            catch (ProblemException)
            {
                // Signed out by now, or the server cannot be asked: then the session is as good as it was.
            }
        }

        private async void FinishLate(IArrival arrival) => await FinishAsync(arrival, closed.Token);

        private async Task FinishAsync(IArrival arrival, CancellationToken cancellation)
        {
            if (signIn == null) return;
            try
            {
                await signIn.FinishAsync(arrival, cancellation);
            }
            catch (AnteException failure)
            {
                FailedLogin = failure;
            }
        }
    }
}

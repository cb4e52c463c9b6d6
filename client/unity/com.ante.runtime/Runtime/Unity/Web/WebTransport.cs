using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Ante.Json;

namespace Ante.Unity
{
    /// <summary>
    /// Reaches a server through the browser client of the page that a WebGL build runs in. Sessions, scores on their way and
    /// events are that client's: this passes calls on.
    /// </summary>
    internal sealed partial class WebTransport : ITransport
    {
        private readonly HashSet<string> begun = new HashSet<string>(StringComparer.Ordinal);
        private readonly IScheduler scheduler;
        private readonly WebCalls calls;
        private readonly Func<CancellationToken, Task<string>>? accessToken;
        private readonly CancellationTokenSource closed = new CancellationTokenSource();

        /// <exception cref="ArgumentException">The server's address or the client id is missing or wrong.</exception>
        /// <exception cref="InvalidOperationException">The page has no browser client.</exception>
        internal WebTransport(AnteOptions options, IWebLibrary library, IScheduler scheduler)
        {
            var server = ServerAddress.Check(options.Server);
            if ((options.WebClientId ?? options.ClientId) == "")
                throw new ArgumentException("AnteOptions.WebClientId is missing: the id of the game's registered web client");
            this.scheduler = scheduler;
            accessToken = options.AccessToken;
            calls = new WebCalls(library, WebArguments.Options(options, server));
            calls.Happened += Tell;
        }

        public event Action<AnteEvent> Happened = _ => { };

        public Player? Player => calls.State.Player;

        public Connection Connection => calls.State.Connection;

        public string? WalletJwt => calls.State.WalletJwt;

        public AnteException? FailedLogin { get; private set; }

        public async Task<Player?> StartAsync(CancellationToken cancellation)
        {
            try
            {
                if (accessToken == null) await calls.CallAsync("completeLogin", WebRead.PlayerOrNull, cancellation);
                else await calls.CallAsync("me", WebRead.Me, cancellation);
            }
            catch (LoginException failure)
            {
                FailedLogin = failure;
            }
            catch (ProblemException)
            {
                // The server cannot be asked: then the session is as good as it was.
            }

            _ = ListenAsync();
            return Player;
        }

        public async Task<Player> LoginAsync(LoginOptions options, CancellationToken cancellation)
        {
            if (accessToken != null)
                throw new LoginRefusedException("This game signs players in by itself (AnteOptions.AccessToken)");
            try
            {
                return await calls.CallAsync("login", WebRead.Player, cancellation, WebArguments.Login(options));
            }
            catch (OperationCanceledException)
            {
                throw new LoginCancelledException();
            }
        }

        public Task LogoutAsync() => calls.CallAsync("logout", value => value, CancellationToken.None);

        public Task<Me> GetMeAsync(CancellationToken cancellation) => calls.CallAsync("me", WebRead.Me, cancellation);

        /// <summary>Nothing to do: the browser client sees for itself when its page is hidden.</summary>
        public void SetBackground(bool background)
        {
        }

        public void Dispose()
        {
            closed.Cancel();
            calls.Happened -= Tell;
            calls.Dispose();
        }

        private async Task ListenAsync()
        {
            try
            {
                // Handlers are registered by the code that runs now.
                await scheduler.DelayAsync(TimeSpan.Zero, closed.Token);
                await calls.CallAsync("listen", value => value, closed.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }

        private void Tell(string name, JsonObject data, ProblemException? problem)
        {
            if (name == "accessToken")
            {
                _ = GiveTokenAsync();
                return;
            }

            var happened = WebEvents.Of(name, data, problem);
            if (happened is SignedOutEvent) begun.Clear();
            if (happened != null) Happened(happened);
        }

        private async Task GiveTokenAsync()
        {
            if (accessToken == null) return;
            var (method, text) = await AskForTokenAsync(accessToken);
            if (!closed.IsCancellationRequested)
                await calls.CallAsync(method, value => value, closed.Token, JsonValue.Of(text));
        }

        private async Task<(string Method, string Text)> AskForTokenAsync(Func<CancellationToken, Task<string>> ask)
        {
            try
            {
                return ("giveToken", await ask(closed.Token));
            }
            catch (Exception failure)
            {
                // Whatever the game's own code fails with is what the call that needed the token fails with.
                return ("refuseToken", failure.Message);
            }
        }
    }
}

using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;

namespace Ante
{
    /// <summary>Signs players in on the server's pages, in the system's browser (RFC 8252).</summary>
    internal sealed class SignIn
    {
        private const string PendingName = "sign-in";

        private readonly NativeSurroundings surroundings;
        private readonly Records records;
        private readonly Session session;
        private readonly TokenClient tokens;
        private readonly Func<string, CancellationToken, Task<Player>> identify;
        private readonly Func<PendingSignIn, string> authorizeUrl;
        private readonly string server;
        private Task<Player>? inFlight;
        private string? openUrl;

        internal SignIn(
            NativeSurroundings surroundings,
            Records records,
            Session session,
            TokenClient tokens,
            (string Server, string ClientId, string Scope) client,
            Func<string, CancellationToken, Task<Player>> identify)
        {
            this.surroundings = surroundings;
            this.records = records;
            this.session = session;
            this.tokens = tokens;
            this.identify = identify;
            server = client.Server;
            authorizeUrl = pending => pending.AuthorizeUrl(client.Server, client.ClientId, client.Scope);
        }

        /// <summary>Of this start's sign-in.</summary>
        internal string? WalletJwt { get; private set; }

        /// <summary>Opens the browser; asked again meanwhile, it shows the same page once more.</summary>
        internal Task<Player> RunAsync(TimeSpan timeout, CancellationToken cancellation)
        {
            if (inFlight == null) return Keep(RunOnceAsync(timeout, cancellation));
            if (openUrl != null) surroundings.Browser.Open(openUrl);
            return inFlight;

            Task<Player> Keep(Task<Player> begun)
            {
                if (!begun.IsCompleted) inFlight = begun;
                return begun;
            }
        }

        /// <summary>Finishes a sign-in whose answer came to a game that had begun anew; null when it is not one of ours.</summary>
        internal async Task<Player?> FinishAsync(IArrival arrival, CancellationToken cancellation)
        {
            var answer = AuthorizationAnswer.Read(arrival.Url);
            var pending = records.Read(PendingName, PendingSignIn.FromJson);
            if (pending == null || pending.State != answer.State || pending.Until < surroundings.Scheduler.Now)
            {
                arrival.Reply(RedirectReply.NotExpected);
                return null;
            }

            records.Remove(PendingName);
            return await RedeemAsync(answer, pending, arrival, cancellation);
        }

        internal void ForgetWalletJwt() => WalletJwt = null;

        private async Task<Player> RunOnceAsync(TimeSpan timeout, CancellationToken cancellation)
        {
            using (var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            {
                try
                {
                    var run = BrowseAsync(timeout, over.Token);
                    var time = surroundings.Scheduler.DelayAsync(timeout, over.Token);
                    if (await Task.WhenAny(run, time) == time) over.Cancel();
                    return await run;
                }
                catch (OperationCanceledException)
                {
                    if (cancellation.IsCancellationRequested) throw new LoginCancelledException();
                    throw new LoginTimedOutException();
                }
                finally
                {
                    inFlight = null;
                    openUrl = null;
                    over.Cancel();
                }
            }
        }

        private async Task<Player> BrowseAsync(TimeSpan timeout, CancellationToken cancellation)
        {
            using (var redirect = await surroundings.Browser.PrepareAsync(cancellation))
            {
                var pending = PendingSignIn.Begin(redirect.Uri, surroundings.Scheduler.Now + timeout);
                records.Write(PendingName, pending.ToJson());
                openUrl = authorizeUrl(pending);
                surroundings.Browser.Open(openUrl);
                var (arrival, answer) = await NextAnswerAsync(redirect, pending, cancellation);
                records.Remove(PendingName);
                return await RedeemOnceAsync(redirect, pending, arrival, answer, cancellation);
            }
        }

        /// <summary>An answer to another sign-in, or to none, must not end this one.</summary>
        private static async Task<(IArrival Arrival, AuthorizationAnswer Answer)> NextAnswerAsync(
            IRedirect redirect, PendingSignIn pending, CancellationToken cancellation)
        {
            while (true)
            {
                var arrival = await redirect.ReceiveAsync(cancellation);
                var answer = AuthorizationAnswer.Read(arrival.Url);
                if (answer.State == pending.State) return (arrival, answer);
                arrival.Reply(RedirectReply.NotExpected);
            }
        }

        /// <summary>Redeems the answer while listening for another one: two that differ are one too many.</summary>
        private async Task<Player> RedeemOnceAsync(
            IRedirect redirect,
            PendingSignIn pending,
            IArrival arrival,
            AuthorizationAnswer answer,
            CancellationToken cancellation)
        {
            using (var listening = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
            {
                var redeemed = RedeemAsync(answer, pending, arrival, cancellation);
                try
                {
                    while (true)
                    {
                        var next = NextAnswerAsync(redirect, pending, listening.Token);
                        if (await Task.WhenAny(redeemed, next) == redeemed || next.IsFaulted) return await redeemed;
                        var (again, second) = await next;
                        if (!second.IsSameAs(answer)) await RefuseAsync(redeemed, again);
                        again.Reply(RedirectReply.SignedIn);
                    }
                }
                finally
                {
                    listening.Cancel();
                }
            }
        }

        private async Task RefuseAsync(Task<Player> redeemed, IArrival again)
        {
            again.Reply(RedirectReply.NotSignedIn);
            try
            {
                await redeemed;
                await session.EndAsync();
            }
            catch (AnteException)
            {
            }

            throw new LoginAnsweredTwiceException();
        }

        private async Task<Player> RedeemAsync(
            AuthorizationAnswer answer, PendingSignIn pending, IArrival arrival, CancellationToken cancellation)
        {
            var reply = RedirectReply.NotSignedIn;
            try
            {
                var received = await tokens.ExchangeAsync(answer.CodeFor(server), pending, cancellation);
                var player = await identify(received.AccessToken, cancellation);
                WalletJwt = answer.WalletJwt;
                await session.BeginAsync(received, player);
                reply = RedirectReply.SignedIn;
                return player;
            }
            catch (TokenRefusedException refusal)
            {
                throw new LoginRefusedException(refusal.Message);
            }
            finally
            {
                arrival.Reply(reply);
            }
        }
    }
}

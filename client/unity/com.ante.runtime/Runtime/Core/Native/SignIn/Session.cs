using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;

namespace Ante
{
    /// <summary>The signed-in player and the tokens, kept in the game's token store.</summary>
    internal sealed class Session : IPlayerSession
    {
        /// <summary>A token that ends within this time is renewed before it is used.</summary>
        private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

        private readonly SessionKeeper keeper;
        private readonly TokenClient tokens;
        private readonly IScheduler scheduler;
        private readonly Retry retry;
        private StoredSession? current;
        private Task<string>? renewal;

        internal Session(SessionKeeper keeper, TokenClient tokens, IScheduler scheduler, Retry retry)
        {
            this.keeper = keeper;
            this.tokens = tokens;
            this.scheduler = scheduler;
            this.retry = retry;
        }

        public event Action<Player> SignedIn = _ => { };

        public event Action<bool> SignedOut = _ => { };

        public Player? Player => current?.Player;

        public async Task LoadAsync()
        {
            current = await keeper.LoadAsync();
            if (current != null) SignedIn(current.Player);
        }

        public async Task<string> GetAsync(CancellationToken cancellation)
        {
            var session = Require();
            if (session.ExpiresAt - scheduler.Now > Ahead) return session.AccessToken;
            try
            {
                return await RenewAsync(session.AccessToken, cancellation);
            }
            catch (ProblemException problem) when (problem.IsTransient && session.ExpiresAt > scheduler.Now)
            {
                return session.AccessToken;
            }
        }

        /// <summary>One at a time: a refresh token works once, and whoever comes second gets the same new one.</summary>
        public Task<string> RenewAsync(string refused, CancellationToken cancellation)
        {
            var session = current;
            if (session == null) return Task.FromException<string>(SignedOutProblem.Make());
            if (session.AccessToken != refused) return Task.FromResult(session.AccessToken);
            return renewal ?? Keep(RefreshAsync(session));

            Task<string> Keep(Task<string> begun)
            {
                if (!begun.IsCompleted) renewal = begun;
                return begun;
            }
        }

        /// <summary>Keeps the tokens of a finished sign-in.</summary>
        internal async Task BeginAsync(TokenAnswer answer, Player player)
        {
            var before = current;
            current = StoredSession.Of(answer, null, scheduler.Now, player);
            await SaveAsync();
            if (before != null && before.Player.Id != player.Id) SignedOut(false);
            if (before?.Player.Id != player.Id) SignedIn(player);
        }

        public Task UpdateAsync(Player player)
        {
            if (current == null || current.Player.Id != player.Id || IsSame(current.Player, player)) return Task.CompletedTask;
            current = current.With(player);
            return SaveAsync();
        }

        public async Task EndAsync()
        {
            var ended = current;
            if (ended == null) return;
            await ForgetAsync(false);
            await tokens.RevokeAsync(ended.RefreshToken ?? ended.AccessToken);
        }

        private async Task<string> RefreshAsync(StoredSession session)
        {
            try
            {
                var token = session.RefreshToken ?? throw new TokenRefusedException("There is no refresh token");
                var answer = await retry.RunAsync(
                    RetryPolicy.AFewTimes, () => tokens.RefreshAsync(token, CancellationToken.None), CancellationToken.None);
                // A sign-out while the answer was under way stays a sign-out.
                if (current?.RefreshToken != session.RefreshToken) throw SignedOutProblem.Make();
                current = StoredSession.Of(answer, session.RefreshToken, scheduler.Now, current.Player);
                await SaveAsync();
                return answer.AccessToken;
            }
            catch (TokenRefusedException)
            {
                if (current?.RefreshToken == session.RefreshToken) await ForgetAsync(true);
                throw SignedOutProblem.Make();
            }
            finally
            {
                renewal = null;
            }
        }

        private async Task ForgetAsync(bool expired)
        {
            if (current == null) return;
            current = null;
            await SaveAsync();
            SignedOut(expired);
        }

        private Task SaveAsync() => keeper.SaveAsync(() => current);

        private StoredSession Require() => current ?? throw SignedOutProblem.Make();

        private static bool IsSame(Player one, Player other) =>
            one.Username == other.Username && one.Nickname == other.Nickname && one.Guest == other.Guest;
    }
}

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>The calls about matches.</summary>
    public sealed partial class NativeTransport
    {
        /// <inheritdoc/>
        public Task<AttemptInfo> PlayAsync(Terms terms, CancellationToken cancellation) => playing.RunAsync(async () =>
        {
            var open = await openAttempts.FirstAsync(terms.GameId, cancellation);
            return open == null ? Begin(await starter.JoinAsync(terms, cancellation)) : Resume(open);
        });

        /// <inheritdoc/>
        public async Task<AttemptInfo> JoinAsync(Terms terms, CancellationToken cancellation) =>
            Begin(await starter.JoinAsync(terms, cancellation));

        /// <inheritdoc/>
        public async Task<AttemptInfo> CreateAsync(Terms terms, CancellationToken cancellation) =>
            Begin(await starter.CreateAsync(terms, cancellation));

        /// <inheritdoc/>
        public async Task<AttemptInfo> AcceptAsync(string matchId, CancellationToken cancellation) =>
            Begin(await starter.AcceptAsync(matchId, 0, cancellation));

        /// <inheritdoc/>
        public async Task<AttemptInfo?> OpenAttemptAsync(long? gameId, CancellationToken cancellation)
        {
            var open = await openAttempts.FirstAsync(gameId, cancellation);
            return open == null ? null : Resume(open);
        }

        /// <inheritdoc/>
        public Task<Page<Match>> LookUpAsync(Terms terms, int page, CancellationToken cancellation) =>
            calls.LookUpAsync(terms, page, cancellation);

        /// <inheritdoc/>
        public Task<Page<PlayedMatch>> GetMatchesAsync(MatchState? state, int page, CancellationToken cancellation) =>
            calls.OwnAsync(state, page, cancellation);

        /// <inheritdoc/>
        public Task<PlayedMatch> GetMatchAsync(string matchId, CancellationToken cancellation) =>
            calls.OneAsync(matchId, cancellation);

        /// <inheritdoc/>
        public async Task<MatchResult> SubmitAsync(string matchId, Score score, CancellationToken cancellation)
        {
            var started = AttemptOf(matchId);
            var result = await outbox.PostAsync(started, score).OrCancelled(cancellation);
            started.Posted ??= score;
            settlements.LookAgain();
            return result;
        }

        /// <inheritdoc/>
        public Task<DateTimeOffset?> ProlongAsync(string matchId, CancellationToken cancellation) =>
            calls.ProlongAsync(matchId, cancellation);

        /// <inheritdoc/>
        public Task<SettledMatch> SettledAsync(string matchId, CancellationToken cancellation)
        {
            var started = AttemptOf(matchId);
            return settlements
                .WaitAsync(matchId, () => check.LookAsync(started), () => dialect.CashPlayOnly ? CashPlayLookPause : LookPause)
                .OrCancelled(cancellation);
        }

        private AttemptInfo Begin(Started started)
        {
            if (dialect.CashPlayOnly) store.Keep(started, Player?.Id);
            return Hold(started, false);
        }

        private AttemptInfo Resume(Started started) => Hold(started, true);

        private AttemptInfo Hold(Started started, bool resumed)
        {
            // An answer without the secret is refused now, not when the round has been played.
            _ = started.Secret;
            if (!attempts.ContainsKey(started.Wire.Id)) attempts[started.Wire.Id] = started;
            return started.Present(resumed);
        }

        private Started AttemptOf(string matchId) => attempts.TryGetValue(matchId, out var started)
            ? started
            : throw new ArgumentException($"No attempt of match {matchId} was begun or resumed here", nameof(matchId));
    }
}

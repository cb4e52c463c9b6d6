using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;
using Ante.Json;

namespace Ante.Unity
{
    /// <summary>The calls about matches.</summary>
    internal sealed partial class WebTransport
    {
        public Task<AttemptInfo> PlayAsync(Terms terms, CancellationToken cancellation) => BeginAsync("play", terms, cancellation);

        public Task<AttemptInfo> JoinAsync(Terms terms, CancellationToken cancellation) => BeginAsync("join", terms, cancellation);

        public Task<AttemptInfo> CreateAsync(Terms terms, CancellationToken cancellation) =>
            BeginAsync("create", terms, cancellation);

        public async Task<AttemptInfo> AcceptAsync(string matchId, CancellationToken cancellation) =>
            Hold(await calls.CallAsync("accept", WebRead.Attempt, cancellation, JsonValue.Of(matchId)));

        public async Task<AttemptInfo?> OpenAttemptAsync(long? gameId, CancellationToken cancellation)
        {
            var arguments = gameId == null ? Array.Empty<JsonValue>() : new[] { JsonValue.Of(gameId) };
            var open = await calls.CallAsync("openAttempt", WebRead.AttemptOrNull, cancellation, arguments);
            return open == null ? null : Hold(open);
        }

        public Task<Page<Match>> LookUpAsync(Terms terms, int page, CancellationToken cancellation) => calls.CallAsync(
            "lookUp", WebRead.Page(WebRead.Match), cancellation, WebArguments.Terms(terms).Set("page", JsonValue.Of(page)));

        public Task<Page<PlayedMatch>> GetMatchesAsync(MatchState? state, int page, CancellationToken cancellation) =>
            calls.CallAsync("matches", WebRead.Page(WebRead.Played), cancellation, WebArguments.History(state, page));

        public async Task<PlayedMatch> GetMatchAsync(string matchId, CancellationToken cancellation)
        {
            var match = await calls.CallAsync("match", WebRead.Match, cancellation, JsonValue.Of(matchId));
            return new PlayedMatch(match, await calls.CallAsync("result", WebRead.Result, cancellation, JsonValue.Of(matchId)));
        }

        public Task<MatchResult> SubmitAsync(string matchId, Score score, CancellationToken cancellation) =>
            calls.CallAsync("submit", WebRead.Result, cancellation, Begun(matchId), Write.Score(score));

        public Task<DateTimeOffset?> ProlongAsync(string matchId, CancellationToken cancellation) =>
            calls.CallAsync("prolong", WebRead.TimeOrNull, cancellation, JsonValue.Of(matchId));

        public Task<SettledMatch> SettledAsync(string matchId, CancellationToken cancellation) =>
            calls.CallAsync("settled", WebRead.Settled, cancellation, Begun(matchId));

        private async Task<AttemptInfo> BeginAsync(string method, Terms terms, CancellationToken cancellation) =>
            Hold(await calls.CallAsync(method, WebRead.Attempt, cancellation, WebArguments.Terms(terms)));

        private AttemptInfo Hold(AttemptInfo attempt)
        {
            begun.Add(attempt.MatchId);
            return attempt;
        }

        private JsonValue Begun(string matchId) => begun.Contains(matchId)
            ? JsonValue.Of(matchId)
            : throw new ArgumentException($"No attempt of match {matchId} was begun or resumed here", nameof(matchId));
    }
}

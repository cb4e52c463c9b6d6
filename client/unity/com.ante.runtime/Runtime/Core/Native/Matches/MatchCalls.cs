using System;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;

namespace Ante
{
    /// <summary>Calls about matches that begin nothing.</summary>
    internal sealed class MatchCalls
    {
        private readonly Sender sender;
        private readonly Func<CancellationToken, Task<long>> viewer;

        internal MatchCalls(Sender sender, Func<CancellationToken, Task<long>> viewer)
        {
            this.sender = sender;
            this.viewer = viewer;
        }

        internal async Task<Page<PlayedMatch>> OwnAsync(MatchState? state, int page, CancellationToken cancellation)
        {
            var answer = await sender.SendAsync(Calls.OwnMatches(state, page), cancellation);
            var own = await viewer(cancellation);
            return Present.Page(answer.Matches, answer.Meta, page, wire => Pair(wire, wire.MatchResult, own));
        }

        internal async Task<PlayedMatch> OneAsync(string matchId, CancellationToken cancellation)
        {
            var match = await sender.SendAsync(Calls.GetMatch(matchId), cancellation);
            var result = await sender.SendAsync(Calls.GetResult(matchId), cancellation);
            return Pair(match.Match, result.MatchResult, await viewer(cancellation));
        }

        internal async Task<Page<Ante.Match>> LookUpAsync(Terms terms, int page, CancellationToken cancellation)
        {
            var call = Calls.LookUpMatches(terms.Stake, terms.Currency, terms.GameId, terms.SkillLevel, page);
            var answer = await sender.SendAsync(call, cancellation, complete: CashPlayAnswers.Completed(terms.GameId));
            return Present.Page(answer.Matches, answer.Meta, page, wire => Present.Match(wire, null));
        }

        internal async Task<DateTimeOffset?> ProlongAsync(string matchId, CancellationToken cancellation)
        {
            var call = Calls.ProlongMatch(matchId);
            var answer = await sender.SendAsync(call, cancellation, idempotencyKey: SecretText.OfBytes(16));
            return answer.Match.ResultUntil;
        }

        private static PlayedMatch Pair(Contract.Match wire, Contract.MatchResult result, long own)
        {
            var match = Present.Match(wire, own);
            return new PlayedMatch(match, Present.Result(result, match.Role, match.ChallengerId));
        }
    }
}

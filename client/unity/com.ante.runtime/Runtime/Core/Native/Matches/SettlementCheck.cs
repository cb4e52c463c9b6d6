using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;

namespace Ante
{
    /// <summary>Looks whether a match is decided: by reading it, or by repeating the score where a server can only be told.</summary>
    internal sealed class SettlementCheck
    {
        private readonly Sender sender;
        private readonly Dialect dialect;
        private readonly CancellationToken closed;

        internal SettlementCheck(Sender sender, Dialect dialect, CancellationToken closed)
        {
            this.sender = sender;
            this.dialect = dialect;
            this.closed = closed;
        }

        internal Task<SettledMatch?> LookAsync(Started started) =>
            dialect.RunAsync(() => ReadAsync(started), () => RepeatScoreAsync(started));

        private async Task<SettledMatch?> ReadAsync(Started started)
        {
            var id = started.Wire.Id;
            var answer = await sender.SendAsync(Calls.GetResult(id), closed, RetryPolicy.Once);
            if (answer.MatchResult.Outcome == null) return null;
            var match = await sender.SendAsync(Calls.GetMatch(id), closed, RetryPolicy.Once);
            return Settled(match.Match, answer.MatchResult, started.Role);
        }

        /// <summary>The same score again changes nothing and answers the result as it stands.</summary>
        private async Task<SettledMatch?> RepeatScoreAsync(Started started)
        {
            if (started.Posted == null) return null;
            var terms = new NewScoreTerms { Score = started.Posted.Value, Secret = started.Secret };
            var call = Calls.PostResult(started.Wire.Id, new NewScore { MatchScore = terms });
            var answer = await sender.SendAsync(call, closed, RetryPolicy.Once);
            dialect.CashPlayOnly = true;
            var settled = MatchWithAttempt.FromJson(started.Wire.ToJson());
            settled.State = MatchState.Settled;
            return Settled(settled, answer.MatchResult, started.Role);
        }

        private static SettledMatch? Settled(Contract.Match wire, Contract.MatchResult result, Role role)
        {
            var match = Present.Match(wire, role);
            return Present.Settled(match, Present.Result(result, role, match.ChallengerId));
        }
    }
}

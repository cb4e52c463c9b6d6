using System;
using System.Collections.Generic;
using System.Linq;

namespace Ante
{
    /// <summary>The contract's shapes as game developers see them.</summary>
    internal static class Present
    {
        internal static Match Match(Contract.Match wire, Role? role) => new Match
        {
            Id = wire.Id,
            GameId = wire.GameId,
            Stake = wire.StakeAmount,
            Currency = wire.Currency,
            State = wire.State,
            Role = role,
            ChallengerId = wire.ChallengerId,
            ChallengedId = wire.ChallengedId,
            CreatedAt = Told(wire.CreatedAt),
            ResultUntil = wire.ResultUntil,
            OpenUntil = Told(wire.OpenUntil),
        };

        internal static Match Match(Contract.Match wire, long playerId) => Match(wire, RoleOf(wire, playerId));

        internal static Role? RoleOf(Contract.Match wire, long playerId)
        {
            if (wire.ChallengerId == playerId) return Role.Challenger;
            return wire.ChallengedId == playerId ? Role.Challenged : (Role?)null;
        }

        /// <summary>A result from the side of the match's player.</summary>
        internal static MatchResult Result(Contract.MatchResult wire, Role? role, long challengerId)
        {
            var isChallenger = role == Role.Challenger;
            var outcome = wire.Outcome ?? OutcomeOf(wire, challengerId);
            return new MatchResult
            {
                MatchId = wire.MatchId,
                ChallengerScore = wire.ChallengerScore,
                ChallengedScore = wire.ChallengedScore,
                OwnScore = role == null ? null : isChallenger ? wire.ChallengerScore : wire.ChallengedScore,
                OpponentScore = role == null ? null : isChallenger ? wire.ChallengedScore : wire.ChallengerScore,
                WinnerId = wire.WinnerId,
                AmountWon = wire.AmountWon,
                Currency = wire.Currency,
                Outcome = outcome,
                Verdict = role == null ? null : VerdictOf(outcome, wire.WinnerId == challengerId, isChallenger),
            };
        }

        /// <summary>The pair when the match is decided, else null.</summary>
        internal static SettledMatch? Settled(Match match, MatchResult result) =>
            result.Outcome == null || result.Verdict == null
                ? null
                : new SettledMatch(match, result, result.Outcome.Value, result.Verdict.Value);

        internal static Page<T> Page<TWire, T>(List<TWire> entries, Contract.PageMeta meta, int page, Func<TWire, T> present) =>
            new Page<T>(
                entries.Select(present).ToList(),
                meta.Count,
                meta.NextPage == null ? (int?)null : page + 1,
                meta.PrevPage == null ? (int?)null : page - 1);

        internal static Me Me(Contract.Me wire) => new Me(wire.Id, wire.Username, wire.Nickname, wire.Guest, wire.Balances);

        /// <summary>A server that has only the CashPlay calls names no outcome: a decided result has an amount.</summary>
        private static Outcome? OutcomeOf(Contract.MatchResult wire, long challengerId)
        {
            if (wire.AmountWon == null) return null;
            if (wire.WinnerId == null) return Outcome.Draw;
            return wire.WinnerId == challengerId ? Outcome.ChallengerWon : Outcome.ChallengedWon;
        }

        private static Verdict? VerdictOf(Outcome? outcome, bool challengerWon, bool isChallenger)
        {
            switch (outcome)
            {
                case Outcome.Draw: return Verdict.Draw;
                case Outcome.Void: return Verdict.Void;
                case Outcome.Expired: return Verdict.Expired;
                case Outcome.ChallengerWon:
                case Outcome.ChallengedWon:
                case Outcome.Walkover: return challengerWon == isChallenger ? Verdict.Won : Verdict.Lost;
                default: return null;
            }
        }

        private static DateTimeOffset? Told(DateTimeOffset time) =>
            time == CashPlayAnswers.NotTold ? (DateTimeOffset?)null : time;
    }
}

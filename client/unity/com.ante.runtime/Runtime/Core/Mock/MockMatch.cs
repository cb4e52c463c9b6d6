using System;
using Ante.Contract;

namespace Ante
{
    /// <summary>One side of a match on a <see cref="MockServer"/>.</summary>
    internal sealed class MockSide
    {
        internal MockSide(MockPlayer player, DateTimeOffset until)
        {
            Player = player;
            Until = until;
        }

        internal MockPlayer Player { get; }

        internal string Secret { get; } = SecretText.OfBytes(32);

        internal DateTimeOffset Until { get; set; }

        internal int Prolongs { get; set; }

        internal Score? Score { get; set; }

        internal bool IsFinal(DateTimeOffset now) => Score != null || now >= Until;
    }

    /// <summary>A match on a <see cref="MockServer"/>.</summary>
    internal sealed class MockMatch
    {
        internal MockMatch(MockGame game, long stake, string currency, MockSide challenger, DateTimeOffset now)
        {
            Game = game;
            Stake = stake;
            Currency = currency;
            Challenger = challenger;
            CreatedAt = now;
            OpenUntil = now + game.OpenTime;
        }

        internal string Id { get; } = Guid.NewGuid().ToString("N");

        internal string Seed { get; } = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");

        internal MockGame Game { get; }

        internal long Stake { get; }

        internal string Currency { get; }

        internal MockSide Challenger { get; }

        internal MockSide? Challenged { get; set; }

        internal DateTimeOffset CreatedAt { get; }

        internal DateTimeOffset OpenUntil { get; }

        internal Outcome? Outcome { get; set; }

        internal MockPlayer? Winner { get; set; }

        internal long AmountWon { get; set; }

        internal MatchState State =>
            Outcome == null ? (Challenged == null ? MatchState.Unmatched : MatchState.Matched)
            : Outcome == Ante.Outcome.Expired ? MatchState.Expired
            : Outcome == Ante.Outcome.Void ? MatchState.Void : MatchState.Settled;

        internal MockSide? SideOf(MockPlayer player) =>
            Challenger.Player == player ? Challenger : Challenged?.Player == player ? Challenged : null;

        internal OwnMatch For(MockPlayer player, DateTimeOffset now)
        {
            var side = SideOf(player);
            var isOpen = side != null && Outcome == null && !side.IsFinal(now);
            return new OwnMatch
            {
                Id = Id,
                ChallengerId = Challenger.Player.Id,
                ChallengedId = Challenged?.Player.Id,
                StakeAmount = Stake,
                Currency = Currency,
                State = State,
                GameId = Game.Id,
                CreatedAt = CreatedAt,
                OpenUntil = OpenUntil,
                ResultUntil = side?.Until,
                Secret = isOpen ? side!.Secret : null,
                Seed = isOpen ? Seed : null,
                MatchResult = ResultFor(player),
            };
        }

        internal Contract.MatchResult ResultFor(MockPlayer player) => new Contract.MatchResult
        {
            MatchId = Id,
            ChallengerScore = Outcome != null || Challenger.Player == player ? Challenger.Score?.Points : null,
            ChallengedScore = Outcome != null || Challenged?.Player == player ? Challenged?.Score?.Points : null,
            WinnerId = Winner?.Id,
            AmountWon = Outcome == null ? (long?)null : AmountWon,
            Currency = Outcome == null ? null : Currency,
            Outcome = Outcome,
        };
    }
}

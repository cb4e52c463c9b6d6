using System;
using System.Collections.Generic;
using System.Linq;
using Ante.Contract;

namespace Ante
{
    /// <summary>The matches of a <see cref="MockServer"/>, by the rules of a real one.</summary>
    internal sealed class MockMatches
    {
        private readonly List<MockMatch> matches = new List<MockMatch>();
        private readonly Func<DateTimeOffset> now;
        private readonly Action woken;

        internal MockMatches(Func<DateTimeOffset> now, Action woken)
        {
            this.now = now;
            this.woken = woken;
        }

        internal Dictionary<long, MockGame> Games { get; } = new Dictionary<long, MockGame>();

        internal List<MockMatch> Of(MockPlayer player) =>
            matches.Where(match => match.SideOf(player) != null).Reverse().ToList();

        internal List<MockMatch> Open(MockPlayer player, long gameId, long stake, string currency) => matches
            .Where(match => match.State == MatchState.Unmatched && match.SideOf(player) == null)
            .Where(match => match.Game.Id == gameId && match.Stake == stake && match.Currency == currency)
            .ToList();

        /// <summary>A match of the player's own.</summary>
        internal MockMatch Own(MockPlayer player, string id)
        {
            var match = Find(id);
            return match.SideOf(player) == null ? throw new NotParticipantException("This is a match of others") : match;
        }

        internal MockMatch Create(MockPlayer player, NewMatchTerms terms)
        {
            var game = GameOf(terms);
            TakeStake(player, game, terms.Stake, terms.Currency);
            var match = new MockMatch(game, terms.Stake, terms.Currency, new MockSide(player, now() + game.PlayTime), now());
            matches.Add(match);
            return match;
        }

        internal MockMatch Join(MockPlayer player, NewMatchTerms terms)
        {
            GameOf(terms);
            var open = Open(player, terms.GameId, terms.Stake, terms.Currency).FirstOrDefault();
            return open == null ? Create(player, terms) : Accept(player, open.Id);
        }

        internal MockMatch Accept(MockPlayer player, string id)
        {
            var match = Find(id);
            if (match.Challenged?.Player == player) return match;
            if (match.Challenger.Player == player) throw new OwnMatchException("This is your own match");
            if (match.Challenged != null) throw new AlreadyMatchedException("Somebody was faster");
            if (match.Outcome != null) throw new MatchClosedException("This match is over");
            if (!match.Game.Enabled) throw new GameDisabledException("This game takes no new matches");
            TakeStake(player, match.Game, match.Stake, match.Currency);
            match.Challenged = new MockSide(player, now() + match.Game.PlayTime);
            var told = match.For(match.Challenger.Player, now());
            Tell(match.Challenger.Player, new MatchMatchedPlayerEvent { Data = new MatchMatchedPlayerEventData { Match = told } });
            if (match.Challenger.IsFinal(now())) TellFinished(player, match);
            return match;
        }

        internal MockMatch Post(MockPlayer player, string id, Score score, string secret)
        {
            var match = Own(player, id);
            var side = match.SideOf(player)!;
            if (side.Secret != secret) throw new WrongSecretException("This is not the secret of your attempt");
            if (score.Points < 0 || score.Points > match.Game.MaxScore)
            {
                throw new ScoreOutOfRangeException($"A score is from 0 to {match.Game.MaxScore}");
            }

            if (side.Score == score) return match;
            if (side.Score != null) throw new ScoreAlreadyPostedException("Another score is in already");
            if (match.Outcome != null || now() >= side.Until) throw new ResultTooLateException("The time for a score is over");
            side.Score = score;
            var other = match.Challenger == side ? match.Challenged : match.Challenger;
            if (other != null && !other.IsFinal(now())) TellFinished(other.Player, match);
            Decide();
            return match;
        }

        internal MockMatch Prolong(MockPlayer player, string id)
        {
            var match = Own(player, id);
            var side = match.SideOf(player)!;
            if (match.Outcome != null || side.IsFinal(now()) || side.Prolongs >= match.Game.MaxProlongs)
            {
                throw new CannotProlongMatchException("There is no more time to be had");
            }

            side.Prolongs++;
            side.Until += match.Game.PlayTime;
            return match;
        }

        /// <summary>Decides what is due: matches whose second side is final, and those that nobody accepted in time.</summary>
        internal void Decide()
        {
            foreach (var match in matches.Where(match => match.Outcome == null).ToList())
            {
                if (match.Challenged == null)
                {
                    if (now() >= match.OpenUntil) End(match, Outcome.Expired, null);
                }
                else if (match.Challenger.IsFinal(now()) && match.Challenged.IsFinal(now())) Settle(match, match.Challenged);
            }
        }

        private void Settle(MockMatch match, MockSide challenged)
        {
            var (first, second) = (match.Challenger.Score?.Points, challenged.Score?.Points);
            if (first == null && second == null) End(match, Outcome.Void, null);
            else if (first == second) End(match, Outcome.Draw, null);
            else
            {
                var challengerWins = second == null || first > second;
                var decided = challengerWins ? Outcome.ChallengerWon : Outcome.ChallengedWon;
                var outcome = first == null || second == null ? Outcome.Walkover : decided;
                End(match, outcome, challengerWins ? match.Challenger.Player : challenged.Player);
            }
        }

        private void End(MockMatch match, Outcome outcome, MockPlayer? winner)
        {
            match.Outcome = outcome;
            match.Winner = winner;
            var sides = new[] { match.Challenger, match.Challenged }.Where(side => side != null).Select(side => side!.Player).ToList();
            var pot = match.Stake * 2;
            var payout = pot - (pot * match.Game.FeeBps / 10_000);
            if (winner != null) match.AmountWon = payout - match.Stake;
            foreach (var player in sides)
            {
                var back = winner == null ? match.Stake : winner == player ? payout : 0;
                var data = new DecidedMatch { Match = match.For(player, now()), MatchResult = match.ResultFor(player) };
                if (outcome == Outcome.Expired) Tell(player, new MatchExpiredPlayerEvent { Data = data });
                else if (outcome == Outcome.Void) Tell(player, new MatchVoidPlayerEvent { Data = data });
                else Tell(player, new MatchSettledPlayerEvent { Data = data });
                if (back > 0) Pay(player, match.Currency, back);
            }
        }

        private void TakeStake(MockPlayer player, MockGame game, long stake, string currency)
        {
            var undecided = matches.Count(match => match.Game == game && match.Outcome == null && match.SideOf(player) != null);
            if (undecided >= game.MaxOpen) throw new TooManyMatchesException("Finish one of your matches first");
            player.Balances.TryGetValue(currency, out var balance);
            if (balance < stake) throw new InsufficientFundsException("The balance does not cover this stake");
            Pay(player, currency, -stake);
        }

        private void Pay(MockPlayer player, string currency, long amount)
        {
            player.Balances.TryGetValue(currency, out var balance);
            player.Balances[currency] = balance + amount;
            var data = new WalletChangedPlayerEventData { Currency = currency, Balance = balance + amount };
            Tell(player, new WalletChangedPlayerEvent { Data = data });
        }

        private void TellFinished(MockPlayer player, MockMatch match) => Tell(
            player,
            new MatchOpponentFinishedPlayerEvent { Data = new MatchOpponentFinishedPlayerEventData { MatchId = match.Id } });

        private void Tell(MockPlayer player, PlayerEvent happened)
        {
            happened.Seq = player.Events.Count + 1;
            happened.At = now();
            player.Events.Add(happened);
            woken();
        }

        private MockGame GameOf(NewMatchTerms terms)
        {
            if (terms.Currency.Length != 3 || terms.Currency != terms.Currency.ToUpperInvariant() || terms.Stake < 1)
            {
                var field = new FieldProblem("match.currency", "must be an ISO 4217 currency code in capitals, such as \"GBP\"");
                throw new InvalidRequestException("The request is not valid", new[] { field });
            }

            if (!Games.TryGetValue(terms.GameId, out var game)) throw new UnknownGameException("There is no such game");
            if (!game.Enabled) throw new GameDisabledException("This game takes no new matches");
            if (game.Stakes.Count > 0 && !game.Stakes.Contains(terms.Stake))
            {
                throw new StakeNotAllowedException("The game does not offer this stake");
            }

            return game;
        }

        private MockMatch Find(string id) =>
            matches.Find(match => match.Id == id) ?? throw new NotFoundException("There is no such match");
    }
}

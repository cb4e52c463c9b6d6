using Ante.Contract;

namespace Ante
{
    /// <summary>What the transport tells of.</summary>
    public sealed partial class NativeTransport
    {
        private Feed? feed;
        private bool background;

        private void Listen()
        {
            session.SignedIn += SignedIn;
            session.SignedOut += SignedOut;
            outbox.Answered += store.Forget;
            outbox.Submitted += submitted => Happened(submitted);
            outbox.Refused += refused => Happened(refused);
        }

        private void SignedIn(Player player)
        {
            Happened(new SignedInEvent(player));
            outbox.Flush();
            StopFeed();
            StartFeed(player);
        }

        private void SignedOut(bool expired)
        {
            StopFeed();
            attempts.Clear();
            settlements.Abandon(SignedOutProblem.Make());
            Happened(new SignedOutEvent(expired));
        }

        private void StartFeed(Player player)
        {
            feed = new Feed(surroundings.Scheduler, retry, sender, new EventLog(records, player.Id), background);
            feed.Happened += happened => Tell(happened, player.Id);
            feed.Gap += () => Happened(new GapEvent());
            feed.Changed += Show;
            feed.Start();
        }

        private void StopFeed()
        {
            feed?.Close();
            feed = null;
        }

        private void Show(Connection next)
        {
            var wasAway = Connection == Connection.Offline;
            Connection = next;
            Happened(new ConnectionEvent(next));
            if (!wasAway || next == Connection.Offline) return;
            waking.Wake();
            outbox.Flush();
            settlements.LookAgain();
        }

        private void Tell(PlayerEvent happened, long playerId)
        {
            switch (happened)
            {
                case MatchMatchedPlayerEvent matched:
                    Happened(new MatchedEvent(Present.Match(matched.Data.Match, playerId)));
                    break;
                case MatchOpponentFinishedPlayerEvent finished:
                    Happened(new OpponentFinishedEvent(finished.Data.MatchId));
                    break;
                case MatchSettledPlayerEvent settled: TellDecision(settled.Data, playerId); break;
                case MatchExpiredPlayerEvent expired: TellDecision(expired.Data, playerId); break;
                case MatchVoidPlayerEvent voided: TellDecision(voided.Data, playerId); break;
                case WalletChangedPlayerEvent wallet:
                    Happened(new WalletEvent(wallet.Data.Currency, wallet.Data.Balance));
                    break;
            }
        }

        private void TellDecision(DecidedMatch decided, long playerId)
        {
            var match = Present.Match(decided.Match, playerId);
            var settled = Present.Settled(match, Present.Result(decided.MatchResult, match.Role, match.ChallengerId));
            if (settled == null) return;
            Happened(new SettledEvent(settled));
            settlements.Settle(settled);
        }
    }
}

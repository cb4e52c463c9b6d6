namespace Ante
{
    /// <summary>Something that a transport tells of.</summary>
    public abstract class AnteEvent
    {
    }

    /// <summary>Somebody accepted the player's match.</summary>
    public sealed class MatchedEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public MatchedEvent(Match match) => Match = match;

        /// <summary>The match.</summary>
        public Match Match { get; }
    }

    /// <summary>The other side has finished playing; its score stays hidden until the match is decided.</summary>
    public sealed class OpponentFinishedEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public OpponentFinishedEvent(string matchId) => MatchId = matchId;

        /// <summary>The match, 32 lowercase hex digits.</summary>
        public string MatchId { get; }
    }

    /// <summary>A match was decided: won, lost, drawn, void or expired. Also told for matches that ended while the game was closed.</summary>
    public sealed class SettledEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public SettledEvent(SettledMatch settled) => Settled = settled;

        /// <summary>The match and its result.</summary>
        public SettledMatch Settled { get; }
    }

    /// <summary>What can be staked now in one currency.</summary>
    public sealed class WalletEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public WalletEvent(string currency, long balance)
        {
            Currency = currency;
            Balance = balance;
        }

        /// <summary>ISO 4217 code.</summary>
        public string Currency { get; }

        /// <summary>In minor units.</summary>
        public long Balance { get; }
    }

    /// <summary>A score has reached the server. Also told for scores of an earlier start of the game.</summary>
    public sealed class SubmittedEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public SubmittedEvent(string matchId, Score score, MatchResult result)
        {
            MatchId = matchId;
            Score = score;
            Result = result;
        }

        /// <summary>The match, 32 lowercase hex digits.</summary>
        public string MatchId { get; }

        /// <summary>The score that was sent.</summary>
        public Score Score { get; }

        /// <summary>The result as it stands.</summary>
        public MatchResult Result { get; }
    }

    /// <summary>A score of an earlier start of the game was refused for good, <c>result_too_late</c> for instance.</summary>
    public sealed class RefusedEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public RefusedEvent(string matchId, Score score, ProblemException problem)
        {
            MatchId = matchId;
            Score = score;
            Problem = problem;
        }

        /// <summary>The match, 32 lowercase hex digits.</summary>
        public string MatchId { get; }

        /// <summary>The score that was sent.</summary>
        public Score Score { get; }

        /// <summary>Why it was refused.</summary>
        public ProblemException Problem { get; }
    }

    /// <summary>Events were lost (they are kept 90 days): reload what the game shows.</summary>
    public sealed class GapEvent : AnteEvent
    {
    }

    /// <summary>A player signed in.</summary>
    public sealed class SignedInEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public SignedInEvent(Player player) => Player = player;

        /// <summary>Who it is.</summary>
        public Player Player { get; }
    }

    /// <summary>The player signed out, or the session ended.</summary>
    public sealed class SignedOutEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public SignedOutEvent(bool expired) => Expired = expired;

        /// <summary>True when the session ended by itself: the server accepts its tokens no more.</summary>
        public bool Expired { get; }
    }

    /// <summary>Events arrive in another way than before.</summary>
    public sealed class ConnectionEvent : AnteEvent
    {
        /// <summary>Makes the event.</summary>
        public ConnectionEvent(Connection connection) => Connection = connection;

        /// <summary>How they arrive now.</summary>
        public Connection Connection { get; }
    }
}

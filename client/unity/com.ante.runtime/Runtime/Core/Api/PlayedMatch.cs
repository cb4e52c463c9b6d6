namespace Ante
{
    /// <summary>A match of the player's history, with its result as it stands.</summary>
    public class PlayedMatch
    {
        /// <summary>Puts a match and its result together.</summary>
        public PlayedMatch(Match match, MatchResult result)
        {
            Match = match;
            Result = result;
        }

        /// <summary>The match.</summary>
        public Match Match { get; }

        /// <summary>Its result as it stands.</summary>
        public MatchResult Result { get; }
    }

    /// <summary>A decided match: its result has no more secrets.</summary>
    public sealed class SettledMatch : PlayedMatch
    {
        /// <summary>Puts a decided match and its result together.</summary>
        public SettledMatch(Match match, MatchResult result, Outcome outcome, Verdict verdict)
            : base(match, result)
        {
            Outcome = outcome;
            Verdict = verdict;
        }

        /// <summary>How the match ended.</summary>
        public Outcome Outcome { get; }

        /// <summary>How it ended for the signed-in player.</summary>
        public Verdict Verdict { get; }
    }
}

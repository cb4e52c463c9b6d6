namespace Ante
{
    /// <summary>How events arrive at the moment. What was missed is told later in any case.</summary>
    public enum Connection
    {
        /// <summary>Not at all: nobody is signed in, there is no network, or the game is in the background.</summary>
        Offline,

        /// <summary>As soon as they happen.</summary>
        Live,

        /// <summary>Every few seconds, where the server cannot hold a request.</summary>
        Polling,
    }
}

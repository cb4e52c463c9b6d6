using System;
using UnityEngine.UIElements;

namespace Ante.Samples.QuickMatch
{
    /// <summary>What the sample shows: one line, the needle and one button.</summary>
    internal sealed class QuickMatchView
    {
        private readonly Label line = new Label();
        private readonly Label wallet = new Label();
        private readonly Slider needle = new Slider(0, 100);
        private readonly Button button = new Button();
        private Action pressed = () => { };

        internal QuickMatchView(VisualElement root)
        {
            button.clicked += () => pressed();
            needle.SetEnabled(false);
            foreach (var element in new VisualElement[] { wallet, line, needle, button }) root.Add(element);
        }

        internal string Wallet
        {
            set => wallet.text = value;
        }

        internal int Needle
        {
            set => needle.value = value;
        }

        /// <summary>Shows a line, and a button that does something; without a name there is none.</summary>
        internal void Show(string text, string? name = null, Action? press = null)
        {
            line.text = text;
            button.text = name ?? "";
            button.visible = name != null;
            pressed = press ?? (() => { });
        }
    }
}

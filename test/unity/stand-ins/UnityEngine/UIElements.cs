using System;
using System.Collections.Generic;

namespace UnityEngine.UIElements
{
    public enum FlexDirection
    {
        Column = 0,
        ColumnReverse = 1,
        Row = 2,
        RowReverse = 3,
    }

    public enum Wrap
    {
        NoWrap = 0,
        Wrap = 1,
        WrapReverse = 2,
    }

    public enum HelpBoxMessageType
    {
        None = 0,
        Info = 1,
        Warning = 2,
        Error = 3,
    }

    public struct StyleEnum<T>
        where T : struct, IConvertible
    {
        public static implicit operator StyleEnum<T>(T value) => throw StandIn.Only();
    }

    public interface IStyle
    {
        StyleEnum<FlexDirection> flexDirection { get; set; }

        StyleEnum<Wrap> flexWrap { get; set; }
    }

    public abstract class EventBase
    {
    }

    public abstract class EventBase<T> : EventBase
    {
    }

    public sealed class PointerDownEvent : EventBase<PointerDownEvent>
    {
    }

    public delegate void EventCallback<in TEventType>(TEventType evt);

    public enum TrickleDown
    {
        NoTrickleDown = 0,
        TrickleDown = 1,
    }

    public abstract class CallbackEventHandler
    {
        public void RegisterCallback<TEventType>(EventCallback<TEventType> callback, TrickleDown useTrickleDown = TrickleDown.NoTrickleDown)
            where TEventType : EventBase<TEventType>, new() => throw StandIn.Only();
    }

    public class VisualElement : CallbackEventHandler
    {
        public string name { get; set; }

        public bool visible { get; set; }

        public IStyle style => throw StandIn.Only();

        public int childCount => throw StandIn.Only();

        public void Add(VisualElement child) => throw StandIn.Only();

        public void Insert(int index, VisualElement element) => throw StandIn.Only();

        public void RemoveAt(int index) => throw StandIn.Only();

        public void Clear() => throw StandIn.Only();

        public void SetEnabled(bool value) => throw StandIn.Only();

        public void AddToClassList(string className) => throw StandIn.Only();
    }

    public class TextElement : VisualElement
    {
        public virtual string text { get; set; }
    }

    public class Label : TextElement
    {
        public Label()
        {
        }

        public Label(string text) => throw StandIn.Only();
    }

    public class Button : TextElement
    {
        public Button()
        {
        }

        public Button(Action clickEvent) => throw StandIn.Only();

        public event Action clicked
        {
            add => throw StandIn.Only();
            remove => throw StandIn.Only();
        }
    }

    public class HelpBox : VisualElement
    {
        public HelpBox(string text, HelpBoxMessageType messageType) => throw StandIn.Only();
    }

    public class Slider : VisualElement
    {
        public Slider(float start, float end) => throw StandIn.Only();

        public float value { get; set; }
    }

    public class ScrollView : VisualElement
    {
    }

    public static class UQueryExtensions
    {
        public static T Q<T>(this VisualElement e, string name = null, string className = null)
            where T : VisualElement => throw StandIn.Only();
    }

    public sealed class UIDocument : MonoBehaviour
    {
        public VisualElement rootVisualElement => throw StandIn.Only();
    }
}
